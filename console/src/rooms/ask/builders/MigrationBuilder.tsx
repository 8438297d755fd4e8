import { useTranslation } from "react-i18next";
import type { Migration } from "@/contract";
import { Field, Line, PropertySelect } from "@/ui/filters";
import type { BuilderProps } from "../kinds";

/** Between the values of [property]. */
export default function MigrationBuilder({ question, onChange }: BuilderProps<Migration>) {
  const { t } = useTranslation();
  return (
    <Line say={t("kinds.migration.lead")}>
      <Field path="property">
        <PropertySelect
          label={t("kinds.migration.property")}
          only={{ scope: "person" }}
          value={question.property ? { property: question.property, scope: "person" } : null}
          onChange={(chosen) => chosen && onChange({ ...question, property: chosen.property })}
        />
      </Field>
    </Line>
  );
}
