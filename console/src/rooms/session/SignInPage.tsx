import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Form, Input } from "antd";
import { useTranslation } from "react-i18next";
import { api, body, sessionQuery, setCsrf } from "@/base/api";
import { useErrorText } from "@/ui";
import { Front } from "./Front";

interface Fields {
  name: string;
  password: string;
}

export function SignInPage() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const errorText = useErrorText();
  const signIn = useMutation({
    mutationFn: (fields: Fields) => body(api.POST("/api/session", { body: fields })),
    onSuccess: (session) => {
      setCsrf(session.csrf ?? null);
      client.setQueryData(sessionQuery.queryKey, session);
    },
  });
  return (
    <Front title={t("session.title")} text={t("session.text")}>
      <Form layout="vertical" requiredMark={false} onFinish={(fields: Fields) => signIn.mutate(fields)}>
        <div aria-live="polite">
          {signIn.error && (
            <Alert type="error" showIcon title={errorText(signIn.error)} className="front-error" />
          )}
        </div>
        <Form.Item
          name="name"
          label={t("session.name")}
          rules={[{ required: true, message: t("session.nameNeeded") }]}
        >
          <Input autoFocus autoComplete="username" size="large" />
        </Form.Item>
        <Form.Item
          name="password"
          label={t("session.password")}
          extra={t("session.hint")}
          rules={[{ required: true, message: t("common.password.needed") }]}
        >
          <Input.Password autoComplete="current-password" size="large" />
        </Form.Item>
        <Button type="primary" htmlType="submit" size="large" block loading={signIn.isPending}>
          {t("session.button")}
        </Button>
      </Form>
    </Front>
  );
}
