import { Alert, Button } from "antd";
import { useTranslation } from "react-i18next";
import { useProjectFormat } from "@/base/project";
import type { Receipt } from "@/contract";
import { Moment } from "@/ui";

/** What was removed from where, and what was found when it was looked for again. */
export function ReceiptView({ receipt, onClose }: { receipt: Receipt; onClose: () => void }) {
  const { t } = useTranslation();
  const clean = Object.values(receipt.verified).every((count) => count === 0);
  const save = () => {
    const url = URL.createObjectURL(
      new Blob([JSON.stringify(receipt, null, 2)], { type: "application/json" }),
    );
    const link = document.createElement("a");
    link.href = url;
    link.download = `receipt-${receipt.id_hash.slice(0, 12)}.json`;
    link.click();
    URL.revokeObjectURL(url);
  };
  return (
    <div className="merge-steps">
      <Alert
        type={clean ? "success" : "error"}
        showIcon
        title={t(clean ? "people.erase.clean" : "people.erase.unclean")}
        description={<Moment at={receipt.at} />}
      />
      <Counts title={t("people.erase.removed")} counts={receipt.removed} />
      <Counts title={t("people.erase.verified")} counts={receipt.verified} />
      {Object.values(receipt.mentioned).some((count) => count > 0) && (
        <Counts
          title={t("people.erase.mentioned")}
          text={t("people.erase.mentionedText")}
          counts={receipt.mentioned}
        />
      )}
      {receipt.files.length > 0 && (
        <section>
          <h2>{t("people.erase.files")}</h2>
          <p>{t("people.erase.filesText")}</p>
          <ul className="erase-files">
            {receipt.files.map((file) => (
              <li key={file.path}>
                <code>{file.path}</code> {t(`people.erase.holds.${file.holds}`)}
              </li>
            ))}
          </ul>
        </section>
      )}
      <p className="erase-hash">
        {t("people.erase.hash")} <code>{receipt.id_hash}</code>
      </p>
      <div className="merge-acts">
        <Button type="primary" onClick={onClose}>
          {t("people.erase.done")}
        </Button>
        <Button onClick={save}>{t("people.erase.save")}</Button>
      </div>
    </div>
  );
}

function Counts({ title, text, counts }: { title: string; text?: string; counts: Record<string, number> }) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  return (
    <section>
      <h2>{title}</h2>
      {text && <p>{text}</p>}
      <dl className="erase-counts">
        {Object.entries(counts).map(([place, count]) => (
          <div key={place}>
            <dt>{t(`people.erase.place.${place}`, { defaultValue: place })}</dt>
            <dd className="figure">{format.exact(count)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
