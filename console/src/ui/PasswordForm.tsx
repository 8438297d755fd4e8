import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Form, Input } from "antd";
import { useTranslation } from "react-i18next";
import { ApiError, api, body, sessionQuery, setCsrf } from "@/base/api";
import { useErrorText } from "./useErrorText";

interface Fields {
  current: string;
  wanted: string;
  again: string;
}

const SHORTEST = 10;

/** Choose a new password; used at the first sign-in and from the member menu. */
export function PasswordForm({ onDone, oneTime }: { onDone: () => void; oneTime?: boolean }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const errorText = useErrorText();
  const [form] = Form.useForm<Fields>();
  const change = useMutation({
    mutationFn: (fields: Fields) =>
      body(api.POST("/api/session/password", { body: { current: fields.current, new: fields.wanted } })),
    onSuccess: async () => {
      const session = await client.fetchQuery({ ...sessionQuery, staleTime: 0 });
      setCsrf(session.csrf ?? null);
      onDone();
    },
    onError: (error) => {
      const field =
        error instanceof ApiError ? { current: "current", new: "wanted" }[error.field ?? ""] : undefined;
      if (field) form.setFields([{ name: field as keyof Fields, errors: [errorText(error)] }]);
    },
  });
  const placed =
    change.error instanceof ApiError && (change.error.field === "current" || change.error.field === "new");
  return (
    <Form form={form} layout="vertical" requiredMark={false} onFinish={(fields) => change.mutate(fields)}>
      {change.error && !placed && <Alert type="error" showIcon title={errorText(change.error)} />}
      <Form.Item
        name="current"
        label={t(oneTime ? "common.password.oneTime" : "common.password.current")}
        rules={[{ required: true, message: t("common.password.needed") }]}
      >
        <Input.Password autoComplete="current-password" autoFocus />
      </Form.Item>
      <Form.Item
        name="wanted"
        label={t("common.password.new")}
        extra={t("common.password.rule", { count: SHORTEST })}
        rules={[
          { required: true, message: t("common.password.needed") },
          { min: SHORTEST, message: t("common.password.rule", { count: SHORTEST }) },
        ]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Form.Item
        name="again"
        label={t("common.password.again")}
        dependencies={["wanted"]}
        rules={[
          { required: true, message: t("common.password.needed") },
          ({ getFieldValue }) => ({
            validator: (_, value) =>
              !value || getFieldValue("wanted") === value
                ? Promise.resolve()
                : Promise.reject(new Error(t("common.password.differs"))),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Button type="primary" htmlType="submit" block loading={change.isPending}>
        {t("common.password.save")}
      </Button>
    </Form>
  );
}
