import { ApiOutlined, CheckCircleFilled, LineChartOutlined, MobileOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";

/** From the app to an answer, as the page will show it. */
export function EmptyPicture() {
  const { t } = useTranslation();
  return (
    <div className="way">
      <span>
        <MobileOutlined aria-hidden="true" />
        <b>{t("sources.empty.app")}</b>
        <small>{t("sources.empty.keeps")}</small>
      </span>
      <i />
      <span>
        <ApiOutlined aria-hidden="true" />
        <b>{t("sources.empty.here")}</b>
        <small>{t("health.station.stored")}</small>
      </span>
      <i />
      <span>
        <LineChartOutlined aria-hidden="true" />
        <b>{t("sources.empty.answers")}</b>
        <small className="light-good">
          <CheckCircleFilled aria-hidden="true" /> {t("health.state.ok")}
        </small>
      </span>
    </div>
  );
}
