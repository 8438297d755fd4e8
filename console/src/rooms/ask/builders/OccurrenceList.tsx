import { CloseOutlined, PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { places, replaced, without } from "@/base/question";
import type { Occurrence } from "@/contract";
import { OccurrenceRow } from "@/ui/filters";

interface Props {
  path: string;
  list: readonly Occurrence[];
  lead: string;
  add: string;
  /** At least so many stay. */
  least?: number;
  most: number;
  onChange: (list: Occurrence[]) => void;
}

/** Several events, each with its own filters. */
export function OccurrenceList({ path, list, lead, add, least = 0, most, onChange }: Props) {
  const { t } = useTranslation();
  const at = places(path, list);
  return (
    <>
      {list.map((one, index) => (
        <OccurrenceRow
          key={at[index]}
          path={at[index] ?? path}
          value={one}
          onChange={(next) => onChange(replaced(list, index, next))}
          lead={index === 0 ? lead : ""}
          label={`${lead} ${index + 1}`}
          tools={
            list.length > least && (
              <Button
                type="text"
                icon={<CloseOutlined aria-hidden="true" />}
                aria-label={t("kinds.removeEvent", { of: lead, number: index + 1 })}
                onClick={() => onChange(without(list, index))}
              />
            )
          }
        />
      ))}
      {list.length < most && (
        <Button
          type="text"
          size="small"
          className="add-line"
          icon={<PlusOutlined aria-hidden="true" />}
          onClick={() => onChange([...list, { event: null }])}
        >
          {add}
        </Button>
      )}
    </>
  );
}
