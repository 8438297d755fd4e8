import { UserAddOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useUrlState } from "@/base/url";
import type { InvitedMember } from "@/contract";
import { Card, Page, QueryView } from "@/ui";
import { ListSkeleton } from "../ListSkeleton";
import { membersQuery } from "../queries";
import { InviteDrawer } from "./InviteDrawer";
import { MemberTable } from "./MemberTable";
import { RoleTable } from "./RoleTable";
import "../settings.css";

/** Who may sign in, and what they may do. */
export function MembersPage() {
  const { t } = useTranslation();
  const { get, set } = useUrlState();
  const members = useQuery(membersQuery);
  // A one-time password is kept nowhere but here, while its drawer is open.
  const [invited, setInvited] = useState<InvitedMember | null>(null);
  return (
    <Page
      title={t("settings.members.title")}
      subtitle={t("settings.members.subtitle")}
      actions={
        members.data && (
          <Button
            type="primary"
            icon={<UserAddOutlined aria-hidden="true" />}
            onClick={() => set({ invite: 1 })}
          >
            {t("settings.members.invite")}
          </Button>
        )
      }
    >
      <QueryView query={members} skeleton={<ListSkeleton rows={4} />}>
        {(found) => (
          <div className="settings-stack">
            <Card flush>
              <MemberTable members={found.members} onPassword={setInvited} />
            </Card>
            <Card title={t("settings.roles.title")} flush>
              <RoleTable roles={found.roles} />
            </Card>
          </div>
        )}
      </QueryView>
      <InviteDrawer
        open={get("invite") === "1" || invited !== null}
        invited={invited}
        onInvited={setInvited}
        onClose={() => {
          setInvited(null);
          set({ invite: null });
        }}
      />
    </Page>
  );
}
