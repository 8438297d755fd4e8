import { Segmented, Select } from "antd";
import { useTranslation } from "react-i18next";
import { useUrlState } from "@/base/url";
import { SearchBox } from "@/ui";
import { type Filters, type PlanRow, SHOWN, STATUSES } from "../model";

/** Which entries: all, those with problems, learned or enforced ones; of a status; found by a word. */
export function PlanFilters({ rows, filters }: { rows: PlanRow[]; filters: Filters }) {
  const { t } = useTranslation();
  const { set } = useUrlState();
  const counts = {
    all: rows.filter((row) => row.event !== null).length,
    problems: rows.filter((row) => row.problems > 0).length,
    learned: rows.filter((row) => row.learned > 0).length,
    enforced: rows.filter((row) => row.event?.mode === "enforce").length,
  };
  return (
    <>
      <Segmented
        className="plan-shown"
        value={filters.shown}
        aria-label={t("plan.filter.show")}
        onChange={(next) => set({ show: next === "all" ? null : next })}
        options={SHOWN.map((shown) => ({
          value: shown,
          label: t(`plan.filter.${shown}`, { shown: counts[shown] }),
        }))}
      />
      <Select
        className="plan-status-filter"
        value={filters.status ?? "any"}
        aria-label={t("plan.column.status")}
        onChange={(next) => set({ status: next === "any" ? null : next })}
        options={[
          { value: "any", label: t("plan.filter.anyStatus") },
          ...STATUSES.map((status) => ({ value: status, label: t(`plan.status.${status}`) })),
        ]}
      />
      <SearchBox
        value={filters.search}
        label={t("plan.filter.search")}
        onChange={(next) => set({ search: next }, { replace: true })}
      />
    </>
  );
}
