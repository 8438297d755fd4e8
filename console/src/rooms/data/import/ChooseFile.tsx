import { CloudUploadOutlined } from "@ant-design/icons";
import { Alert, Button, Progress } from "antd";
import { type DragEvent, useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "@/base/format";
import { useProject } from "@/base/project";
import { useUrlState } from "@/base/url";
import { useErrorText } from "@/ui";
import { type Sending, sendFile } from "./upload";

const ACCEPT = ".csv,.tsv,.txt,.jsonl,.ndjson,.json,.parquet,.xlsx,.gz,.zst";

/** Where a file is dropped or chosen, and sent. */
export function ChooseFile() {
  const { t } = useTranslation();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const sending = useSending();
  if (sending.file) return <SendingCard file={sending.file} share={sending.share} onStop={sending.stop} />;

  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file) sending.start(file);
  };

  return (
    <div className="choose">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut; the button does the same */}
      <div
        className={`drop ${over ? "drop-over" : ""}`}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <FileArt />
        <h2>{t("data.import.drop.title")}</h2>
        <p>{t("data.import.drop.text")}</p>
        <Button
          type="primary"
          size="large"
          icon={<CloudUploadOutlined />}
          onClick={() => input.current?.click()}
        >
          {t("data.import.drop.choose")}
        </Button>
        <p className="drop-formats" id={`${id}-formats`}>
          {t("data.import.drop.formats")}
        </p>
        <input
          ref={input}
          type="file"
          hidden
          accept={ACCEPT}
          aria-label={t("data.import.drop.choose")}
          onChange={(event) => {
            const file = event.target.files?.[0];
            event.target.value = "";
            if (file) sending.start(file);
          }}
        />
      </div>
      <div aria-live="polite">{sending.error !== null && <SendError error={sending.error} />}</div>
    </div>
  );
}

function SendError({ error }: { error: unknown }) {
  const { t } = useTranslation();
  const text = useErrorText();
  return <Alert type="error" showIcon title={t("data.import.drop.failed")} description={text(error)} />;
}

function SendingCard({ file, share, onStop }: { file: File; share: number; onStop: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className="card sending" role="status">
      <b>{t("data.import.sending", { name: file.name })}</b>
      <Progress
        percent={Math.floor(share * 100)}
        aria-label={t("data.import.sending", { name: file.name })}
      />
      <div className="sending-foot">
        <span>
          {format.bytes(file.size * share)} / {format.bytes(file.size)}
        </span>
        <Button onClick={onStop}>{t("common.cancel")}</Button>
      </div>
    </div>
  );
}

function useSending() {
  const project = useProject();
  const { set } = useUrlState();
  const [file, setFile] = useState<File | null>(null);
  const [share, setShare] = useState(0);
  const [error, setError] = useState<unknown>(null);
  const current = useRef<Sending | null>(null);
  useEffect(() => () => current.current?.stop(), []);

  const start = (chosen: File) => {
    setFile(chosen);
    setShare(0);
    setError(null);
    const sending = sendFile(project.id, chosen, setShare);
    current.current = sending;
    sending.done.then(
      (uploaded) => {
        current.current = null;
        set({ upload: uploaded.upload_id, file: uploaded.name });
      },
      (reason: unknown) => {
        setFile(null);
        if (!(reason instanceof DOMException)) setError(reason);
      },
    );
  };
  return { file, share, error, start, stop: () => current.current?.stop() };
}

/** A picture of what a file looks like inside: who, when, what. */
function FileArt() {
  const rows = [0, 1, 2];
  return (
    <svg className="file-art" width="168" height="96" viewBox="0 0 168 96" aria-hidden="true">
      <rect x="0.5" y="0.5" width="167" height="95" rx="10" />
      <path d="M0 26h167M56 0v95M112 0v95" />
      {rows.map((row) => (
        <g key={row}>
          <rect className="art-who" x="12" y={37 + row * 20} width={30 - row * 4} height="6" rx="3" />
          <rect className="art-when" x="68" y={37 + row * 20} width={32} height="6" rx="3" />
          <rect className="art-what" x="124" y={37 + row * 20} width={24 + row * 4} height="6" rx="3" />
        </g>
      ))}
      <circle className="art-who" cx="28" cy="14" r="5" />
      <circle className="art-when" cx="84" cy="14" r="5" />
      <circle className="art-what" cx="140" cy="14" r="5" />
    </svg>
  );
}
