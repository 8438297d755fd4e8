import access from "./access.json";
import ask from "./ask.json";
import boards from "./boards.json";
import channels from "./channels.json";
import chart from "./chart.json";
import common from "./common.json";
import data from "./data.json";
import errors from "./errors.json";
import explain from "./explain.json";
import health from "./health.json";
import kinds from "./kinds.json";
import layers from "./layers.json";
import likeness from "./likeness.json";
import live from "./live.json";
import metrics from "./metrics.json";
import overview from "./overview.json";
import people from "./people.json";
import plan from "./plan.json";
import portrait from "./portrait.json";
import push from "./push.json";
import quarantine from "./quarantine.json";
import reserved from "./reserved.json";
import rule from "./rule.json";
import rules from "./rules.json";
import segments from "./segments.json";
import session from "./session.json";
import settings from "./settings.json";
import shell from "./shell.json";
import sources from "./sources.json";
import traits from "./traits.json";
import tree from "./tree.json";

export default {
  access,
  ask,
  channels,
  boards,
  chart,
  common,
  data,
  errors,
  explain,
  health,
  kinds,
  layers,
  likeness,
  live,
  metrics,
  overview,
  people,
  plan,
  portrait,
  push,
  quarantine,
  reserved,
  rule,
  rules,
  segments,
  session,
  settings,
  shell,
  sources,
  traits,
  tree,
};
