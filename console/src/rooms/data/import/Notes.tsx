import { Alert } from "antd";
import { useTranslation } from "react-i18next";
import type { Note } from "@/contract";

/** A remark of the importer in the reader's language; its own words where there is no translation. */
export function NoteText({ note }: { note: Note }) {
  const { t, i18n } = useTranslation();
  const key = `data.import.note.${note.code}`;
  if (!i18n.exists(key)) return <>{note.message}</>;
  const params = Object.entries(note.params ?? {}).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.slice(0, 12).join(", ") : value,
  ]);
  return <>{t(key, Object.fromEntries(params))}</>;
}

export function Notes({ notes }: { notes: Note[] }) {
  if (notes.length === 0) return null;
  return (
    <Alert
      type="info"
      showIcon
      title={
        <ul className="notes">
          {notes.map((note) => (
            <li key={note.code + note.message}>
              <NoteText note={note} />
            </li>
          ))}
        </ul>
      }
    />
  );
}

/** Why a row was not taken, in words. */
export function useReason(): (reason: string) => string {
  const { t, i18n } = useTranslation();
  return (reason) => {
    const key = `data.import.reason.${reason}`;
    return i18n.exists(key) ? t(key) : reason;
  };
}
