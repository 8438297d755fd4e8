import { CheckOutlined } from "@ant-design/icons";
import { Grid, Segmented, type TableProps } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Permission, Role } from "@/base/access";
import type { Members } from "@/contract";
import { DataTable } from "@/ui";

interface Row {
  permission: Permission;
}

/** What each role may do, as the server says it: side by side, on a phone one at a time. */
export function RoleTable({ roles }: { roles: Members["roles"] }) {
  const { t } = useTranslation();
  const wide = Grid.useBreakpoint().md ?? true;
  const [chosen, setChosen] = useState<Role>("viewer");
  const everything = roles.find((one) => one.role === "owner")?.permissions ?? [];
  const shown = wide ? roles : roles.filter((one) => one.role === chosen);
  const columns: TableProps<Row>["columns"] = [
    {
      key: "permission",
      title: t("settings.roles.may"),
      render: (_, { permission }) => t(`access.may.${permission}`),
    },
    ...shown.map(({ role, permissions }) => ({
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
    <>
      {!wide && (
        <Segmented<Role>
          block
          className="role-choice"
          aria-label={t("settings.members.role")}
          value={chosen}
          onChange={setChosen}
          options={roles.map(({ role }) => ({ value: role, label: t(`access.role.${role}`) }))}
        />
      )}
      <DataTable<Row>
        rowKey="permission"
        columns={columns}
        dataSource={everything.map((permission) => ({ permission }))}
        scroll={wide ? { x: "max-content" } : {}}
      />
    </>
  );
}
