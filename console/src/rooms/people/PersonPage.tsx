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
import { Channels } from "./profile/Channels";
import { HistoryDrawer } from "./profile/HistoryDrawer";
import { Identity } from "./profile/Identity";
import { InSegments } from "./profile/InSegments";
import { Messages } from "./profile/Messages";
import { Notes } from "./profile/Notes";
import { PersonActions } from "./profile/PersonActions";
import { PersonFigures } from "./profile/PersonFigures";
import { ProfileSkeleton } from "./profile/ProfileSkeleton";
import type { Whose } from "./profile/queries";
import { Standing } from "./profile/Standing";
import { Tags } from "./profile/Tags";
import { Timeline } from "./profile/Timeline";
import { TopEvents } from "./profile/TopEvents";
import { Worth } from "./profile/Worth";
import { personQuery } from "./queries";
import "./people.css";
import "./profile/person.css";
import "./merges/merges.css";

/** One person: who, where they stand and why, how to reach them, what members wrote, and everything that happened. */
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
  const of: Whose = { project: project.id, person: Number(personId), grant: grant?.token ?? null };
  const id = person.data?.distinct_ids[0];
  const name = person.data?.name;
  return (
    <Page
      title={name || id || t("people.profile.title")}
      subtitle={
        person.data && (
          <span className="person-about">
            {name && <span>{id}</span>}
            <Tags of={of} tags={person.data.tags} />
          </span>
        )
      }
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
            <div className="profile-main">
              <Standing of={of} />
              <Identity of={of} onUndo={(number) => set({ undo: number })} />
              <Timeline profile={profile} grant={of.grant} />
            </div>
            <div className="profile-side">
              <Notes of={of} />
              <About profile={profile} />
              <InSegments of={of} />
              <Channels of={of} />
              <Messages of={of} />
              <Worth of={of} />
              <TopEvents profile={profile} />
            </div>
            <HistoryDrawer of={of} profile={profile} />
          </div>
        )}
      </QueryView>
    </Page>
  );
}
