export { useMay } from "@/base/access";
export { Change } from "./Change";
export { CopyButton } from "./CopyButton";
export { DataTable } from "./DataTable";
export { Explained } from "./explained/Explained";
export { Figure } from "./Figure";
export { JobTray } from "./jobs/JobTray";
export { isOver, useJobs, useLoadDemo } from "./jobs/useJobs";
export { Legend } from "./Legend";
export { Logo } from "./Logo";
export { MetricSelect } from "./metrics/MetricSelect";
export { MetricText } from "./metrics/MetricText";
export { PeopleDoor } from "./metrics/PeopleDoor";
export { useSlice } from "./metrics/useSlice";
export { Card, Page } from "./Page";
export { PasswordForm } from "./PasswordForm";
export { PeopleDrawer } from "./people/PeopleDrawer";
export { PeopleTable } from "./people/PeopleTable";
export { KeepPeople } from "./people/SaveSegment";
export { type Behind, usePeopleBehind } from "./people/usePeopleBehind";
export { PushState } from "./pushes/PushState";
export { RangePicker } from "./range/RangePicker";
export { SearchBox } from "./SearchBox";
export { EmptyState, ErrorState, QueryView, SlowNote } from "./states";
export { TwoDoors } from "./TwoDoors";
export { consoleTheme } from "./theme";
export { useAllowed } from "./useAllowed";
export { useErrorText } from "./useErrorText";
export { useReachable } from "./useReachable";
export {
  type Bar,
  Moment,
  PropertyChips,
  ScopeMark,
  TypeMark,
  useEventName,
  usePropertyName,
  ValueBars,
} from "./values";
