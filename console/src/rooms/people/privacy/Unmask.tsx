import { EyeInvisibleOutlined, EyeOutlined } from "@ant-design/icons";
import { useMutation } from "@tanstack/react-query";
import { Alert, Button, Form, Input, Modal } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMay } from "@/base/access";
import { api, body } from "@/base/api";
import { useProject, useProjectFormat } from "@/base/project";
import { useErrorText } from "@/ui";

/** That this page may show one person's values, until then. It is kept nowhere but in the page. */
export interface Grant {
  token: string;
  until: string;
}

interface Props {
  person: number;
  grant: Grant | null;
  onGrant: (grant: Grant | null) => void;
}

/** For whoever sees values masked and may ask for one person's: a reason, and then they are shown for a while. */
export function Unmask({ person, grant, onGrant }: Props) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  const may = useMay();
  const [asking, setAsking] = useState(false);
  useEffect(() => {
    if (!grant) return;
    const timer = setTimeout(() => onGrant(null), Math.max(0, Date.parse(grant.until) - Date.now()));
    return () => clearTimeout(timer);
  }, [grant, onGrant]);
  if (may("see_sensitive") || !may("unmask")) return null;
  if (grant) {
    return (
      <Button
        icon={<EyeInvisibleOutlined aria-hidden="true" />}
        title={t("people.unmask.until", { at: format.moment(grant.until) })}
        onClick={() => onGrant(null)}
      >
        {t("people.unmask.hide")}
      </Button>
    );
  }
  return (
    <>
      <Button icon={<EyeOutlined aria-hidden="true" />} onClick={() => setAsking(true)}>
        {t("people.unmask.show")}
      </Button>
      <Modal
        open={asking}
        title={t("people.unmask.title")}
        footer={null}
        width={440}
        destroyOnHidden
        onCancel={() => setAsking(false)}
      >
        <AskReason
          person={person}
          onGrant={(given) => {
            setAsking(false);
            onGrant(given);
          }}
        />
      </Modal>
    </>
  );
}

function AskReason({ person, onGrant }: { person: number; onGrant: (grant: Grant) => void }) {
  const { t } = useTranslation();
  const project = useProject();
  const errorText = useErrorText();
  const unmask = useMutation({
    mutationFn: (reason: string) =>
      body(
        api.POST("/api/projects/{project_id}/people/{person_id}/unmask", {
          params: { path: { project_id: project.id, person_id: person } },
          body: { reason },
        }),
      ),
    onSuccess: (seen) => onGrant({ token: seen.grant, until: seen.until }),
  });
  return (
    <Form<{ reason: string }>
      layout="vertical"
      requiredMark={false}
      onFinish={({ reason }) => unmask.mutate(reason)}
    >
      <p>{t("people.unmask.text")}</p>
      {unmask.error && <Alert type="error" showIcon title={errorText(unmask.error)} />}
      <Form.Item
        name="reason"
        label={t("people.unmask.reason")}
        rules={[{ required: true, whitespace: true, min: 2, message: t("people.unmask.reasonNeeded") }]}
      >
        <Input.TextArea
          autoFocus
          maxLength={500}
          autoSize={{ minRows: 2, maxRows: 5 }}
          placeholder={t("people.unmask.example")}
        />
      </Form.Item>
      <Button type="primary" htmlType="submit" block loading={unmask.isPending}>
        {t("people.unmask.do")}
      </Button>
    </Form>
  );
}
