import { QueryClientProvider } from "@tanstack/react-query";
import { App, ConfigProvider } from "antd";
import type { Locale } from "antd/es/locale";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { BrowserRouter } from "react-router";
import { isFinal, sessionQuery, whenSignedOut } from "@/base/api";
import { useDark, useStill } from "@/base/theme";
import { consoleTheme } from "@/ui";
import { loadAntLocale } from "./locale";
import { Pages } from "./Pages";
import { makeQueryClient } from "./queryClient";

const client = makeQueryClient(isFinal);
whenSignedOut(() => client.invalidateQueries({ queryKey: sessionQuery.queryKey }));

/** The composition of the console: theme, language, data, routes. */
export function Console() {
  const dark = useDark();
  const still = useStill();
  const { i18n } = useTranslation();
  const [locale, setLocale] = useState<Locale | undefined>();
  useEffect(() => {
    loadAntLocale(i18n.language).then(setLocale);
  }, [i18n.language]);
  useEffect(() => {
    document.documentElement.dataset.theme = dark ? "dark" : "light";
  }, [dark]);
  return (
    <ConfigProvider
      theme={consoleTheme(dark, still)}
      {...(locale ? { locale } : {})}
      button={{ autoInsertSpace: false }}
    >
      <App className="console">
        <QueryClientProvider client={client}>
          {/* Pages change what the address says: one that lags behind it would take back the change before its own. */}
          <BrowserRouter useTransitions={false}>
            <Pages />
          </BrowserRouter>
        </QueryClientProvider>
      </App>
    </ConfigProvider>
  );
}
