import { CheckOutlined } from "@ant-design/icons";
import type { TableProps } from "antd";
import { useTranslation } from "react-i18next";
import type { Permission } from "@/base/access";
import type { Members } from "@/contract";
import { DataTable } from "@/ui";

interface Row {
  permission: Permission;
}

/** What each role may do, as the server says it. */
export function RoleTable({ roles }: { roles: Members["roles"] }) {
  const { t } = useTranslation();
  const everything = roles.find((one) => one.role === "owner")?.permissions ?? [];
  const columns: TableProps<Row>["columns"] = [
    {
      key: "permission",
      title: t("settings.roles.may"),
      render: (_, { permission }) => t(`access.may.${permission}`),
    },
    ...roles.map(({ role, permissions }) => ({
      key: role,
      title: t(`access.role.${role}`),
      align: "center" as const,
      render: (_: unknown, { permission }: Row) =>
        permissions.includes(permission) ? (
          <CheckOutlined aria-label={t("settings.roles.yes")} className="role-yes" />
        ) : (
          <span role="img" aria-label={t("settings.roles.no")} className="role-no">
            –
          </span>
        ),
    })),
  ];
  return (
    <DataTable<Row>
      rowKey="permission"
      columns={columns}
      dataSource={everything.map((permission) => ({ permission }))}
    />
  );
}
