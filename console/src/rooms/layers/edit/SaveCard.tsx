import { Alert, Button, Input } from "antd";
import { useTranslation } from "react-i18next";
import { Card } from "@/ui";
import { Field } from "@/ui/filters";

export interface About {
  name: string;
  description: string;
}

interface Props {
  about: About;
  /** Conditions that are left out, for they are not finished. */
  unfinished: number;
  saving: boolean;
  ready: boolean;
  onChange: (about: About) => void;
  onSave: () => void;
}

/** What the layers are called. */
export function SaveCard({ about, unfinished, saving, ready, onChange, onSave }: Props) {
  const { t } = useTranslation();
  const named = about.name.trim() !== "";
  return (
    <Card title={t("layers.build.save")} className="layers-save">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (named && ready) onSave();
        }}
      >
        <Field path="name">
          <Input
            aria-label={t("layers.build.name")}
            placeholder={t("layers.build.name")}
            maxLength={200}
            value={about.name}
            onChange={(event) => onChange({ ...about, name: event.target.value })}
          />
        </Field>
        <Input.TextArea
          aria-label={t("layers.build.description")}
          placeholder={t("layers.build.description")}
          autoSize={{ minRows: 1, maxRows: 4 }}
          maxLength={2000}
          value={about.description}
          onChange={(event) => onChange({ ...about, description: event.target.value })}
        />
        {unfinished > 0 && (
          <Alert type="warning" showIcon title={t("layers.build.unfinished", { count: unfinished })} />
        )}
        <Button type="primary" htmlType="submit" block loading={saving} disabled={!named || !ready}>
          {t("layers.build.keep")}
        </Button>
      </form>
    </Card>
  );
}
