import { Input } from "antd";
import { useTranslation } from "react-i18next";
import { Card } from "@/ui";
import { ColumnSelect, Samples } from "./ColumnSelect";
import { Field } from "./Field";
import type { MappingProps } from "./RolesCard";

/** What most files do not need: an id of each row, and a filter. */
export function Advanced({ preview, plan, onChange, open }: MappingProps & { open: boolean }) {
  const { t } = useTranslation();
  return (
    <Card>
      <details className="advanced" open={open || plan.id !== null}>
        <summary>{t("data.import.advanced")}</summary>
        <div className="advanced-fields">
          <Field
            name="id"
            label={t("data.import.id.label")}
            hint={t("data.import.id.text")}
            below={<Samples column={preview.columns.find((one) => one.name === plan.id)} />}
          >
            {(control) => (
              <ColumnSelect
                {...control}
                optional
                columns={preview.columns}
                value={plan.id}
                onChange={(next) => onChange({ type: "role", role: "id", column: next })}
              />
            )}
          </Field>
          <Field name="where" label={t("data.import.where.label")} hint={t("data.import.where.text")}>
            {(control) => (
              <Input.TextArea
                {...control}
                className="where"
                autoSize={{ minRows: 1, maxRows: 6 }}
                spellCheck={false}
                placeholder="Quantity > 0 AND Country = 'France'"
                value={plan.where}
                onChange={(event) => onChange({ type: "set", field: "where", value: event.target.value })}
              />
            )}
          </Field>
        </div>
      </details>
    </Card>
  );
}
