/** Short names for what the generated contract holds; the rest of the console imports types from here. */
import type { components, paths } from "./api";

export type * from "./question";
export type { paths };

type Schemas = components["schemas"];

/** A value as the server gives it: what a request may leave out is there. */
type Whole<T> = T extends (infer Item)[]
  ? Whole<Item>[]
  : T extends object
    ? { [Key in keyof T]-?: Whole<T[Key]> }
    : T;

export type AuditEntry = Schemas["AuditRow"];
export type AuditLog = Schemas["AuditLog"];
export type AlikePoint = Schemas["AlikePoint"];
export type Annotation = Schemas["Annotation"];
export type Answer = Schemas["Answer"];
export type Catalogue = Schemas["Catalogue"];
export type ChannelCondition = Whole<Schemas["ChannelCondition"]>;
export type ChannelRule = Whole<Schemas["ChannelRule"]>;
export type ChannelCount = Schemas["ChannelCount"];
export type DataHealth = Schemas["DataHealth"];
export type ErrorBody = Schemas["ErrorDetail"];
export type EventDetail = Schemas["EventDetail"];
export type EventSummary = Schemas["EventRow"];
export type FillRate = Schemas["FillRate"];
export type FoundPeople = Schemas["FoundPeople"];
export type Freshness = Schemas["Freshness"];
export type HourFlow = Schemas["HourFlow"];
export type ImportResult = Schemas["ImportResult"];
export type GroupFound = Schemas["GroupFound"];
export type GroupNames = Schemas["Names"];
export type GroupScore = Schemas["GroupScore"];
export type GroupsFound = Schemas["GroupsFound"];
export type KeptLikeness = Schemas["LikenessKept"];
export type Likeness = Schemas["Likeness"];
export type Job = Schemas["Job"];
export type DefinedLayers = Schemas["DefinedLayers"];
export type LayerComposition = Schemas["LayerComposition"];
export type LayerNames = Schemas["Names"];
export type LayerPart = Schemas["LayerPart"];
export type LayersCross = Schemas["LayersCross"];
export type LayersKind = DefinedLayers["kind"];
export type LayersTemplate = Schemas["LayersTemplate"];
export type LayerTarget = Schemas["LayerTarget"];
export type LiveItem = Schemas["LiveItem"];
export type LivePage = Schemas["Live"];
export type LiveRecord = Schemas["LiveRecord"];
export type Mapping = Schemas["Mapping"];
export type InvitedMember = Schemas["InvitedMember"];
export type Member = Schemas["Member"];
export type MemberRow = Schemas["MemberRow"];
export type Members = Schemas["Members"];
export type Merge = Schemas["Merge"];
export type MergePreview = Schemas["MergePreview"];
export type MergeSide = Schemas["Side"];
export type Merges = Schemas["Merges"];
export type DefinedMetric = Schemas["DefinedMetric"];
/** What a metric says: names, unit, what is measured. */
export type MetricBody = Schemas["Metric"];
export type MetricChange = Schemas["MetricChange"];
export type ChangeBy = Schemas["ChangeBy"];
export type ChangePart = Schemas["ChangePart"];
export type StandingSlice = Schemas["StandingSlice"];
export type MetricUse = Schemas["MetricUse"];
export type MetricValues = Schemas["MetricValues"];
export type MetricVersion = Schemas["MetricVersion"];
export type OneMetric = Schemas["OneMetric"];
/** Filters as the API describes them. */
export type WireFilters = NonNullable<Schemas["ValuesWanted"]["filters"]>;
export type Note = Schemas["Note"];
export type Overview = Schemas["Overview"];
export type PeoplePage = Schemas["People"];
export type Permission = Member["permissions"][number];
export type PersonRow = Schemas["PersonRow"];
export type PersonMessage = Schemas["PersonMessage"];
export type PersonNote = Schemas["PersonNote"];
export type PersonReach = Schemas["PersonReach"];
export type PersonSegment = Schemas["PersonSegment"];
export type PersonSession = Schemas["PersonSession"];
export type PersonStanding = Schemas["PersonStanding"];
export type PersonWorth = Schemas["PersonWorth"];
export type PlanChange = Schemas["PlanChange"];
export type PlanImport = Schemas["PlanImport"];
export type PlannedEvent = Schemas["PlannedEvent"];
export type PlannedProperty = Schemas["PlannedProperty"];
export type PlanRemark = Schemas["PlanRemark"];
export type Portrait = Schemas["Portrait"];
export type PortraitFound = Schemas["PortraitFound"];
export type PortraitPart = Schemas["PortraitPart"];
export type PortraitValue = Schemas["PortraitValue"];
export type Preview = Schemas["Preview"];
export type PreviewColumn = Schemas["PreviewColumn"];
export type Profile = Schemas["Profile"];
export type Project = Schemas["Project"];
export type ProjectCreate = Schemas["NewProject"];
export type PropertyDetail = Schemas["PropertyDetail"];
export type PropertySummary = Schemas["Property"];
export type PropertyType = Schemas["Property"]["type"];
export type PropertyChange = Schemas["PropertyChange"];
export type Provenance = Schemas["Provenance"];
export type Push = Schemas["Push"];
export type QuarantinePage = Schemas["Quarantine"];
export type Reach = Schemas["Reach"];
export type ReasonCount = Schemas["ReasonCount"];
export type Receipt = Schemas["Receipt"];
export type RecentQuestion = Schemas["Recent"];
export type Refusal = Schemas["Refusal"];
export type Replayed = Schemas["Replayed"];
export type RfmComposition = Schemas["RfmComposition"];
export type Rules = Whole<Schemas["Rules"]>;
export type Sample = Schemas["Sample"];
export type Saved = Schemas["Saved"];
export type Segment = Schemas["Segment"];
export type SegmentKind = Segment["kind"];
export type SegmentMove = Schemas["SegmentMove"];
export type SegmentUse = Schemas["SegmentUse"];
export type SegmentVersion = Schemas["SegmentVersion"];
export type UploadedList = Schemas["UploadedList"];
export type SeenId = Schemas["SeenId"];
export type SensitiveProperty = Schemas["SensitiveRow"];
export type Session = Schemas["Session"];
export type Source = Schemas["Source"];
export type SourceHealth = Schemas["SourceHealth"];
export type SourceKind = Schemas["Source"]["kind"];
export type SourceState = Schemas["SourceHealth"]["state"];
export type Standing = Schemas["Standing"];
export type Target = Schemas["PushTarget"];
export type TargetTest = Schemas["TargetTest"];
export type AddedTarget = Schemas["AddedTarget"];
export type NewTarget = Schemas["NewTarget"];
export type NewPush = Schemas["NewPush"];
export type PushPreview = Schemas["PushPreview"];
export type Tile = Schemas["Tile"];
export type Timeline = Schemas["Timeline"];
export type TimelineEvent = Schemas["TimelineEvent"];
export type TemplateLadder = Schemas["TemplateLadder"];
export type TrackingPlan = Schemas["TrackingPlan"];
export type TriedLayers = Schemas["TriedLayers"];
/** A trait as it is kept; `trait` says what is computed. */
export type DefinedTrait = Schemas["yunying__web__trait_schemas__Trait"];
export type TraitBin = Schemas["TraitBin"];
export type TraitSummary = Schemas["TraitSummary"];
export type TraitUse = Schemas["TraitUse"];
export type TraitVersion = Schemas["TraitVersion"];
export type WireTrait = Schemas["yunying__metrics__computed__Trait"];
export type ValueCount = Schemas["ValueCount"];
/** Layers as the API describes them: their defaults optional. */
export type WireLayers = Schemas["Layers"];
/** A question as the API describes it: complete, its defaults optional. */
export type WireQuestion = Schemas["Question"];
export type TreeNode = Schemas["TreeNode"];
export type TreeRead = Schemas["TreeRead"];
export type TreeTemplate = Schemas["TreeTemplate"];
