import { DownloadOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { App, Button, Drawer, Pagination } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { downloadSegment, segmentPeopleQuery } from "@/base/api";
import { useProject, useProjectFormat } from "@/base/project";
import type { Segment } from "@/contract";
import { PeopleTable, QueryView, useErrorText } from "@/ui";

const PAGE = 50;

/** The people of a segment. */
export function SegmentDrawer({ segment, onClose }: { segment: Segment; onClose: () => void }) {
  const { t } = useTranslation();
  const project = useProject();
  const format = useProjectFormat();
  const errorText = useErrorText();
  const { message } = App.useApp();
  const [page, setPage] = useState(1);
  const query = useQuery(segmentPeopleQuery(project.id, segment.id, PAGE, (page - 1) * PAGE));
  const take = () =>
    downloadSegment(project.id, segment.id, "xlsx").catch(
      (error: unknown) => void message.error(errorText(error)),
    );
  return (
    <Drawer
      open
      onClose={onClose}
      size={720}
      title={segment.name}
      classNames={{ body: "people-drawer" }}
      extra={
        <Button icon={<DownloadOutlined aria-hidden="true" />} onClick={take}>
          {t("ask.export.xlsx")}
        </Button>
      }
    >
      <QueryView query={query}>
        {(data) => (
          <>
            <p className="people-total">
              {t("common.people.total", { count: data.total, shown: format.exact(data.total) })}
            </p>
            <PeopleTable people={data.people} />
            {data.total > PAGE && (
              <Pagination
                className="people-pages"
                current={page}
                pageSize={PAGE}
                total={data.total}
                showSizeChanger={false}
                onChange={setPage}
              />
            )}
          </>
        )}
      </QueryView>
    </Drawer>
  );
}
