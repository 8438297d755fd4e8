import { DownOutlined } from "@ant-design/icons";
import { App, Button, Dropdown, Grid, Select, type TableProps, Tag } from "antd";
import { useTranslation } from "react-i18next";
import { type Role, useMember } from "@/base/access";
import { useProjectFormat } from "@/base/project";
import type { InvitedMember, MemberRow } from "@/contract";
import { DataTable, useErrorText } from "@/ui";
import { useMemberPatch, usePasswordReset } from "../queries";
import { ROLES } from "./roles";

interface Props {
  members: MemberRow[];
  onPassword: (invited: InvitedMember) => void;
}

/** Every member: another role at once, the rest in a menu. */
export function MemberTable({ members, onPassword }: Props) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  const me = useMember();
  const wide = Grid.useBreakpoint().md ?? true;
  const { message, modal } = App.useApp();
  const errorText = useErrorText();
  const patch = useMemberPatch();
  const reset = usePasswordReset();
  const onError = (error: unknown) => void message.error(errorText(error));

  const name = (member: MemberRow) => (
    <span className="member-row">
      <b>{member.name}</b>
      {member.id === me?.id && <Tag variant="filled">{t("settings.members.you")}</Tag>}
      <State member={member} />
    </span>
  );
  const role = (member: MemberRow) => (
    <Select<Role>
      className="member-role"
      value={member.role}
      aria-label={t("settings.members.roleOf", { name: member.name })}
      disabled={member.disabled_at !== null}
      loading={patch.isPending && patch.variables.id === member.id}
      options={ROLES.map((value) => ({ value, label: t(`access.role.${value}`) }))}
      onChange={(next) =>
        patch.mutate(
          { id: member.id, role: next },
          {
            onError,
            onSuccess: () =>
              void message.success(
                t("settings.members.roleChanged", { name: member.name, role: t(`access.role.${next}`) }),
              ),
          },
        )
      }
    />
  );
  const actions = (member: MemberRow) => (
    <Dropdown
      trigger={["click"]}
      menu={{
        items: [
          {
            key: "password",
            label: t("settings.members.reset"),
            onClick: () =>
              modal.confirm({
                title: t("settings.members.resetTitle", { name: member.name }),
                content: t("settings.members.resetText"),
                okText: t("settings.members.reset"),
                cancelText: t("common.cancel"),
                onOk: () => reset.mutateAsync(member.id).then(onPassword, onError),
              }),
          },
          member.disabled_at === null
            ? {
                key: "disable",
                danger: true,
                label: t("settings.members.disable"),
                onClick: () =>
                  modal.confirm({
                    title: t("settings.members.disableTitle", { name: member.name }),
                    content: t("settings.members.disableText"),
                    okText: t("settings.members.disable"),
                    okButtonProps: { danger: true },
                    cancelText: t("common.cancel"),
                    onOk: () => patch.mutateAsync({ id: member.id, disabled: true }).catch(onError),
                  }),
              }
            : {
                key: "enable",
                label: t("settings.members.enable"),
                onClick: () => patch.mutate({ id: member.id, disabled: false }, { onError }),
              },
        ],
      }}
    >
      <Button
        icon={<DownOutlined aria-hidden="true" />}
        iconPlacement="end"
        aria-label={t("settings.members.actionsOf", { name: member.name })}
      >
        {t("settings.members.actions")}
      </Button>
    </Dropdown>
  );
  const columns: TableProps<MemberRow>["columns"] = wide
    ? [
        { key: "name", title: t("settings.members.name"), render: (_, member) => name(member) },
        { key: "role", title: t("settings.members.role"), render: (_, member) => role(member) },
        {
          key: "since",
          title: t("settings.members.since"),
          render: (_, member) => format.moment(member.created_at),
        },
        { key: "actions", title: "", align: "right", render: (_, member) => actions(member) },
      ]
    : [
        {
          key: "all",
          render: (_, member) => (
            <div className="member-cell">
              {name(member)}
              <div>
                {role(member)}
                {actions(member)}
              </div>
            </div>
          ),
        },
      ];
  return (
    <DataTable<MemberRow>
      rowKey="id"
      columns={columns}
      showHeader={wide}
      dataSource={members}
      scroll={wide ? { x: "max-content" } : {}}
    />
  );
}

/** Why somebody is not simply there: not signed in yet, or kept out. */
function State({ member }: { member: MemberRow }) {
  const { t } = useTranslation();
  if (member.disabled_at !== null) return <Tag color="error">{t("settings.members.disabled")}</Tag>;
  if (member.invited) return <Tag color="processing">{t("settings.members.invited")}</Tag>;
  return null;
}
