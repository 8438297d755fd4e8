import { Alert, App, Button, Form, Input, Modal, Space } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Question, Saved } from "@/contract";
import { useAllowed, useErrorText } from "@/ui";
import { useSaved } from "./useSaved";

interface Props {
  question: Question;
  /** The saved question this one came from. */
  origin: Saved | null;
  changed: boolean;
  onSaved: (saved: Saved) => void;
}

/** Keep the question under a name, or keep the changes of the one that is open. */
export function SaveButton({ question, origin, changed, onSaved }: Props) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const { message } = App.useApp();
  const allowed = useAllowed();
  const { create, change } = useSaved();
  const [naming, setNaming] = useState(false);
  const update = () =>
    origin &&
    change.mutate(
      { id: origin.id, question },
      {
        onSuccess: () => message.success(t("ask.saved.kept", { name: origin.name })),
        onError: (error) => message.error(errorText(error)),
      },
    );
  return (
    <>
      {origin ? (
        <Space.Compact>
          <Button onClick={() => setNaming(true)}>{t("ask.saved.saveAs")}</Button>
          <Button
            type="primary"
            disabled={!changed}
            loading={change.isPending}
            onClick={update}
            {...(origin.own ? {} : allowed("change_questions"))}
          >
            {t("ask.saved.saveChanges")}
          </Button>
        </Space.Compact>
      ) : (
        <Button type="primary" onClick={() => setNaming(true)}>
          {t("common.save")}
        </Button>
      )}
      <Modal
        open={naming}
        title={t("ask.saved.saveTitle")}
        footer={null}
        width={400}
        destroyOnHidden
        onCancel={() => setNaming(false)}
        afterClose={() => create.reset()}
      >
        <Form<{ name: string }>
          layout="vertical"
          requiredMark={false}
          onFinish={({ name }) =>
            create.mutate(
              { name, question },
              {
                onSuccess: (saved) => {
                  setNaming(false);
                  onSaved(saved);
                  message.success(t("ask.saved.kept", { name: saved.name }));
                },
              },
            )
          }
        >
          {create.error && <Alert type="error" showIcon title={errorText(create.error)} />}
          <Form.Item
            name="name"
            label={t("ask.saved.name")}
            rules={[{ required: true, whitespace: true, message: t("ask.saved.nameNeeded") }]}
          >
            <Input autoFocus maxLength={200} />
          </Form.Item>
          <Button type="primary" htmlType="submit" block loading={create.isPending}>
            {t("common.save")}
          </Button>
        </Form>
      </Modal>
    </>
  );
}
