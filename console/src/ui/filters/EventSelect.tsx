import { Select } from "antd";
import { useTranslation } from "react-i18next";
import { useProjectFormat } from "@/base/project";
import { useEventName } from "../values";
import { useCatalogue } from "./context";

const ANY = "\u0000any";

interface Props {
  value: string | null;
  onChange: (event: string | null) => void;
  label: string;
}

/** Find an event by name; the most frequent come first. */
export function EventSelect({ value, onChange, label }: Props) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  const { events } = useCatalogue();
  const named = useEventName();
  const known = [...events].sort((a, b) => b.count - a.count);
  const options = [
    { value: ANY, label: t("ask.anyEvent"), count: null as number | null },
    ...known.map((event) => ({ value: event.name, label: named(event.name), count: event.count })),
  ];
  return (
    <Select
      className="pick pick-event"
      showSearch={{ optionFilterProp: ["label", "value"] }}
      popupMatchSelectWidth={false}
      classNames={{ popup: { root: "pick-popup" } }}
      aria-label={label}
      value={value ?? ANY}
      onChange={(chosen: string) => onChange(chosen === ANY ? null : chosen)}
      options={options}
      optionRender={(option) => (
        <span className="pick-option">
          <span>{option.data.label}</span>
          {option.data.count !== null && <small>{format.short(option.data.count)}</small>}
        </span>
      )}
    />
  );
}
