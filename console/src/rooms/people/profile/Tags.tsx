import { CloseOutlined, PlusOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { App, AutoComplete, Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAllowed, useErrorText } from "@/ui";
import { tagsQuery, useRemarks, type Whose } from "./queries";

/** A person's tags; members may put others, of those that are in use or of their own. */
export function Tags({ of, tags }: { of: Whose; tags: readonly string[] }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const { message } = App.useApp();
  const kept = useAllowed()("change_people");
  const { untag } = useRemarks(of);
  const [adding, setAdding] = useState(false);
  return (
    <ul className="person-tags" aria-label={t("people.tags.title")}>
      {tags.map((tag) => (
        <li key={tag}>
          {tag}
          {!kept.disabled && (
            <button
              type="button"
              aria-label={t("people.tags.remove", { tag })}
              disabled={untag.isPending}
              onClick={() => untag.mutate(tag, { onError: (error) => void message.error(errorText(error)) })}
            >
              <CloseOutlined aria-hidden="true" />
            </button>
          )}
        </li>
      ))}
      <li className="person-tag-add">
        {adding ? (
          <NewTag of={of} tags={tags} onDone={() => setAdding(false)} />
        ) : (
          <Button
            size="small"
            type="dashed"
            icon={<PlusOutlined aria-hidden="true" />}
            onClick={() => setAdding(true)}
            {...kept}
          >
            {t("people.tags.add")}
          </Button>
        )}
      </li>
    </ul>
  );
}

function NewTag({ of, tags, onDone }: { of: Whose; tags: readonly string[]; onDone: () => void }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const { message } = App.useApp();
  const { tag } = useRemarks(of);
  const known = useQuery(tagsQuery(of.project));
  const [text, setText] = useState("");
  const put = (word: string) => {
    if (word.trim() === "") return onDone();
    tag.mutate(word, { onSuccess: onDone, onError: (error) => void message.error(errorText(error)) });
  };
  const options = (known.data ?? []).filter((one) => !tags.includes(one.tag));
  return (
    <AutoComplete
      size="small"
      autoFocus
      aria-label={t("people.tags.name")}
      placeholder={t("people.tags.name")}
      className="person-tag-input"
      value={text}
      disabled={tag.isPending}
      showSearch={{ filterOption: (typed, option) => String(option?.value ?? "").includes(typed.trim()) }}
      options={options.map((one) => ({ value: one.tag }))}
      onChange={setText}
      onSelect={put}
      onKeyDown={(event) => {
        if (event.key === "Escape") onDone();
        // A choice from the list is put by `onSelect`.
        if (event.key === "Enter" && !options.some((one) => one.tag === text)) put(text);
      }}
    />
  );
}
