/** Where each page lives. Rooms link to each other with these and never import one another. */
import type { Filter, Question } from "@/contract";
import { encode, escapeQuery } from "./rison";

const part = encodeURIComponent;

export const paths = {
  home: () => "/",
  overview: (project: string) => `/p/${part(project)}/overview`,
  /** `sides` are segments that are compared. */
  ask: (project: string, question?: Question, sides?: readonly string[]) =>
    `/p/${part(project)}/ask${question ? `?q=${escapeQuery(encode(question))}` : ""}${
      sides && sides.length > 0 ? `&sides=${sides.map(part).join(",")}` : ""
    }`,
  boards: (project: string) => `/p/${part(project)}/boards`,
  board: (project: string, board: string) => `/p/${part(project)}/boards/${part(board)}`,
  people: (project: string) => `/p/${part(project)}/people`,
  person: (project: string, person: number) => `/p/${part(project)}/people/${person}`,
  segments: (project: string) => `/p/${part(project)}/segments`,
  segment: (project: string, segment: string) => `/p/${part(project)}/segments/${part(segment)}`,
  /** The editor of a new segment; it may begin with a rule. */
  newSegment: (project: string, who?: Filter[]) =>
    `/p/${part(project)}/segments/new${who ? `?who=${escapeQuery(encode(who))}` : ""}`,
  /** People like those of a segment. */
  alike: (project: string, segment: string) =>
    `/p/${part(project)}/segments/${part(segment)}/portrait?alike=yes`,
  portrait: (project: string, segment: string) => `/p/${part(project)}/segments/${part(segment)}/portrait`,
  editSegment: (project: string, segment: string) => `/p/${part(project)}/segments/${part(segment)}/edit`,
  /** Layers; `show` is the property of those that are looked at. */
  layers: (project: string, show?: string) =>
    `/p/${part(project)}/layers${show ? `?show=${escapeQuery(show)}` : ""}`,
  newLayers: (project: string, kind: "ladder" | "rfm") => `/p/${part(project)}/layers/new/${kind}`,
  editLayers: (project: string, property: string) => `/p/${part(project)}/layers/edit/${part(property)}`,
  likenesses: (project: string) => `/p/${part(project)}/likeness`,
  likeness: (project: string, id: string) => `/p/${part(project)}/likeness/${part(id)}`,
  newLikeness: (project: string) => `/p/${part(project)}/likeness/new`,
  traits: (project: string) => `/p/${part(project)}/traits`,
  trait: (project: string, trait: string) => `/p/${part(project)}/traits/${part(trait)}`,
  newTrait: (project: string) => `/p/${part(project)}/traits/new`,
  metrics: (project: string) => `/p/${part(project)}/metrics`,
  newMetric: (project: string) => `/p/${part(project)}/metrics/new`,
  editMetric: (project: string, metric: string) => `/p/${part(project)}/metrics/${part(metric)}/edit`,
  /** A metric by its key; `why` opens the explanation of its last change. */
  metric: (project: string, metric: string, why?: boolean) =>
    `/p/${part(project)}/metrics/${part(metric)}${why ? "?tab=why" : ""}`,
  /** Metric trees; `show` is the key of the one that is looked at. */
  trees: (project: string, show?: string) =>
    `/p/${part(project)}/trees${show ? `?show=${escapeQuery(show)}` : ""}`,
  merges: (project: string) => `/p/${part(project)}/merges`,
  events: (project: string) => `/p/${part(project)}/events`,
  event: (project: string, name: string) => `/p/${part(project)}/events/${part(name)}`,
  /** The tracking plan; `event` opens one event of it. */
  plan: (project: string, event?: string) =>
    `/p/${part(project)}/plan${event === undefined ? "" : `?open=${escapeQuery(`event:${event}`)}`}`,
  sources: (project: string) => `/p/${part(project)}/sources`,
  live: (project: string, source?: string) =>
    `/p/${part(project)}/live${source ? `?source=${part(source)}` : ""}`,
  quarantine: (project: string) => `/p/${part(project)}/quarantine`,
  health: (project: string) => `/p/${part(project)}/health`,
  import: (project: string) => `/p/${part(project)}/import`,
  members: (project: string) => `/p/${part(project)}/members`,
  privacy: (project: string) => `/p/${part(project)}/privacy`,
  /** Targets outside; `add` opens the form of a new one. */
  targets: (project: string, add?: boolean) => `/p/${part(project)}/targets${add ? "?add=1" : ""}`,
  channels: (project: string) => `/p/${part(project)}/channels`,
  audit: (project: string) => `/p/${part(project)}/audit`,
  rules: (project: string) => `/p/${part(project)}/rules`,
};
