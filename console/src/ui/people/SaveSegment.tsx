import { DownloadOutlined, TeamOutlined } from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, Dropdown, Input, Popover } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { api, body, downloadPeople, type FileFormat, projectKey, wire } from "@/base/api";
import { useProject } from "@/base/project";
import { paths } from "@/base/url";
import type { Question, Segment } from "@/contract";
import { useAllowed } from "../useAllowed";
import { useErrorText } from "../useErrorText";

interface KeepProps {
  /** Keeps them under a name. */
  keep: (name: string) => Promise<Segment>;
  /** Where it is one of several alike. */
  plain?: boolean;
}

/** Keep some people under a name. */
export function KeepPeople({ keep, plain }: KeepProps) {
  const { t } = useTranslation();
  const project = useProject();
  const client = useQueryClient();
  const navigate = useNavigate();
  const errorText = useErrorText();
  const allowed = useAllowed();
  const { message } = App.useApp();
  const [open, setOpen] = useState(false);
  const [name, setName] = useState("");
  const save = useMutation({
    mutationFn: () => keep(name.trim()),
    onSuccess: (segment) => {
      setOpen(false);
      setName("");
      void client.invalidateQueries({ queryKey: [...projectKey(project.id), "segments"] });
      message.success({
        content: (
          <>
            {t("common.people.kept", { name: segment.name })}{" "}
            <Button type="link" size="small" onClick={() => navigate(paths.segment(project.id, segment.id))}>
              {t("common.people.open")}
            </Button>
          </>
        ),
      });
    },
    onError: (error) => void message.error(errorText(error)),
  });
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      placement="bottomRight"
      arrow={false}
      content={
        <form
          className="people-save"
          onSubmit={(event) => {
            event.preventDefault();
            if (name.trim() !== "") save.mutate();
          }}
        >
          <Input
            autoFocus
            maxLength={200}
            aria-label={t("common.people.segmentName")}
            placeholder={t("common.people.segmentName")}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
          <Button type="primary" htmlType="submit" loading={save.isPending} disabled={name.trim() === ""}>
            {t("common.save")}
          </Button>
        </form>
      }
    >
      <Button
        type={plain ? "default" : "primary"}
        icon={<TeamOutlined aria-hidden="true" />}
        {...allowed("change_segments")}
      >
        {t("common.people.save")}
      </Button>
    </Popover>
  );
}

interface Props {
  question: Question;
  address: string;
}

/** Keep the people behind a figure under a name, or take the list along. */
export function SaveSegment({ question, address }: Props) {
  const { t } = useTranslation();
  const project = useProject();
  const errorText = useErrorText();
  const allowed = useAllowed();
  const { message } = App.useApp();
  const take = (format: FileFormat) =>
    downloadPeople(project.id, question, address, format).catch(
      (error: unknown) => void message.error(errorText(error)),
    );
  return (
    <span className="people-actions">
      <KeepPeople
        keep={(name) =>
          body(
            api.POST("/api/projects/{project_id}/segments", {
              params: { path: { project_id: project.id } },
              body: { name, question: wire(question), address },
            }),
          )
        }
      />
      <Dropdown
        trigger={["click"]}
        disabled={allowed("export_people").disabled ?? false}
        menu={{
          items: [
            { key: "xlsx", label: "Excel (XLSX)", onClick: () => take("xlsx") },
            { key: "csv", label: "CSV", onClick: () => take("csv") },
          ],
        }}
      >
        <Button icon={<DownloadOutlined aria-hidden="true" />} {...allowed("export_people")}>
          {t("ask.export.title")}
        </Button>
      </Dropdown>
    </span>
  );
}
