import ask from "./ask.json";
import chart from "./chart.json";
import common from "./common.json";
import data from "./data.json";
import errors from "./errors.json";
import overview from "./overview.json";
import people from "./people.json";
import session from "./session.json";
import shell from "./shell.json";

export default { ask, chart, common, data, errors, overview, people, session, shell };
