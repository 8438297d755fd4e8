import { Alert, Button, Input } from "antd";
import { useTranslation } from "react-i18next";
import { Card } from "@/ui";
import { Field } from "@/ui/filters";

export interface Draft {
  name: string;
  description: string;
}

interface Props {
  draft: Draft;
  /** Whether it has its name for good. */
  named: boolean;
  /** Conditions that are left out, for they are not finished. */
  unfinished: number;
  /** Whether it says enough to be kept. */
  whole: boolean;
  saving: boolean;
  onChange: (draft: Draft) => void;
  onSave: () => void;
}

/** What the trait is called. */
export function SaveCard({ draft, named, unfinished, whole, saving, onChange, onSave }: Props) {
  const { t } = useTranslation();
  const ready = whole && draft.name.trim() !== "";
  return (
    <Card title={t(named ? "traits.save.title" : "traits.save.new")} className="trait-save">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) onSave();
        }}
      >
        {!named && (
          <Field path="name">
            <Input
              aria-label={t("traits.name")}
              placeholder={t("traits.name")}
              maxLength={200}
              value={draft.name}
              onChange={(event) => onChange({ ...draft, name: event.target.value })}
            />
            <small>{t("traits.save.nameHint")}</small>
          </Field>
        )}
        <Input.TextArea
          aria-label={t("traits.description")}
          placeholder={t("traits.description")}
          autoSize={{ minRows: 1, maxRows: 4 }}
          maxLength={2000}
          value={draft.description}
          onChange={(event) => onChange({ ...draft, description: event.target.value })}
        />
        {unfinished > 0 && (
          <Alert type="warning" showIcon title={t("traits.save.unfinished", { count: unfinished })} />
        )}
        <Button type="primary" htmlType="submit" block loading={saving} disabled={!ready}>
          {t(named ? "traits.save.change" : "traits.save.keep")}
        </Button>
      </form>
    </Card>
  );
}
