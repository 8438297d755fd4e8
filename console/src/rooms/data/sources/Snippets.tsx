import { Select, Tabs } from "antd";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { useUrlState } from "@/base/url";
import type { Source } from "@/contract";
import { CopyButton, useReachable } from "@/ui";
import { kindName, languageName } from "./kinds";
import { KINDS, type Snippet, snippets } from "./snippets";

/** What to put into the program, in its language; the address and the key are in their places. */
export function Snippets({ source, address }: { source: Source; address: string }) {
  const { t } = useTranslation();
  const { get, set } = useUrlState();
  const kind = KINDS.find((one) => one === get("sdk")) ?? source.kind;
  const found = snippets(kind, address, source.write_key);
  return (
    <section aria-labelledby="source-snippets">
      <header className="snippets-head">
        <h2 id="source-snippets">{t("sources.detail.snippets")}</h2>
        <Select
          aria-label={t("sources.detail.sdk")}
          value={kind}
          popupMatchSelectWidth={false}
          onChange={(next) => set({ sdk: next === source.kind ? null : next }, { replace: true })}
          options={KINDS.map((one) => ({ value: one, label: kindName(one, t) }))}
        />
      </header>
      <Tabs
        key={kind}
        size="small"
        items={found.map((one) => ({
          key: one.language,
          label: languageName(one.language, t),
          children: <Code snippet={one} />,
        }))}
      />
    </section>
  );
}

function Code({ snippet }: { snippet: Snippet }) {
  const { t } = useTranslation();
  const frame = useRef<HTMLPreElement>(null);
  useReachable(frame);
  return (
    <div className="snippet">
      <header>
        <span>
          {snippet.install && (
            <>
              {t("sources.detail.install")} <code>{snippet.install}</code>
            </>
          )}
        </span>
        <CopyButton value={snippet.code} label={languageName(snippet.language, t)} />
      </header>
      <pre ref={frame}>
        <code>{snippet.code}</code>
      </pre>
    </div>
  );
}
