import { App, Modal } from "antd";
import { useTranslation } from "react-i18next";
import { PasswordForm } from "@/ui";

export default function ChangePassword({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  return (
    <Modal
      open
      onCancel={onClose}
      footer={null}
      title={t("shell.member.password")}
      width={400}
      destroyOnHidden
    >
      <PasswordForm
        onDone={() => {
          onClose();
          message.success(t("shell.member.passwordChanged"));
        }}
      />
    </Modal>
  );
}
