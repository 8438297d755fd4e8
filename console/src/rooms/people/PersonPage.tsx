import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { useProject } from "@/base/project";
import { paths, useUrlState } from "@/base/url";
import type { Profile } from "@/contract";
import { Card, Page, QueryView } from "@/ui";
import { type Grant, Unmask } from "./privacy/Unmask";
import { About } from "./profile/About";
import { Activity } from "./profile/Activity";
import { Identity } from "./profile/Identity";
import { PersonActions } from "./profile/PersonActions";
import { PersonFigures } from "./profile/PersonFigures";
import { ProfileSkeleton } from "./profile/ProfileSkeleton";
import { Timeline } from "./profile/Timeline";
import { TopEvents } from "./profile/TopEvents";
import { personQuery } from "./queries";
import "./people.css";
import "./merges/merges.css";

/** One person: who, how active, and everything that happened, the newest first. */
export function PersonPage() {
  const { t } = useTranslation();
  const project = useProject();
  const { set } = useUrlState();
  const { personId = "" } = useParams();
  // Of this person alone: who goes on to another has none.
  const [given, setGiven] = useState<{ person: string; grant: Grant } | null>(null);
  const grant = given?.person === personId ? given.grant : null;
  const person = useQuery({
    ...personQuery(project.id, Number(personId), grant?.token),
    // The page stays as it is while its values are being shown.
    ...(grant ? { placeholderData: keepPreviousData } : {}),
  });
  const title = person.data?.distinct_ids[0] ?? t("people.profile.title");
  return (
    <Page
      title={title}
      back={<Link to={paths.people(project.id)}>{t("people.profile.back")}</Link>}
      actions={
        person.data && (
          <>
            <Unmask
              person={person.data.person_id}
              grant={grant}
              onGrant={(next) => setGiven(next && { person: personId, grant: next })}
            />
            <PersonActions profile={person.data} />
          </>
        )
      }
    >
      <QueryView query={person} skeleton={<ProfileSkeleton />}>
        {(profile: Profile) => (
          <div className="profile">
            <PersonFigures profile={profile} />
            <Card title={t("people.activity.title")} className="profile-activity">
              <Activity activity={profile.activity} />
            </Card>
            <Identity profile={profile} onUndo={(number) => set({ undo: number })} />
            <div className="profile-side">
              <About profile={profile} />
              <TopEvents profile={profile} />
            </div>
            <Timeline profile={profile} grant={grant?.token ?? null} />
          </div>
        )}
      </QueryView>
    </Page>
  );
}
