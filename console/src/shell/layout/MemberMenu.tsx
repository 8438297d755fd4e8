import { BulbOutlined, GlobalOutlined, KeyOutlined, LogoutOutlined } from "@ant-design/icons";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Dropdown, type MenuProps } from "antd";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, body, sessionQuery, setCsrf } from "@/base/api";
import { changeLocale } from "@/base/i18n";
import { remember } from "@/base/prefs";
import { chooseTheme, THEMES, useThemeChoice } from "@/base/theme";

const ChangePassword = lazy(() => import("./ChangePassword"));

const LANGUAGES = [
  { key: "zh-CN", name: "简体中文" },
  { key: "en", name: "English" },
] as const;

/** Whoever is signed in: language, theme, password, sign out. */
export function MemberMenu({ compact }: { compact?: boolean }) {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const theme = useThemeChoice();
  const { data: session } = useQuery(sessionQuery);
  const [changing, setChanging] = useState(false);
  const signOut = useMutation({
    mutationFn: () => body(api.DELETE("/api/session")),
    onSuccess: () => {
      setCsrf(null);
      client.clear();
      client.invalidateQueries({ queryKey: sessionQuery.queryKey });
      window.location.assign("/");
    },
  });
  const name = session?.member?.name ?? "";
  const items: MenuProps["items"] = [
    {
      key: "language",
      type: "group",
      label: (
        <>
          <GlobalOutlined aria-hidden="true" /> {t("shell.member.language")}
        </>
      ),
      children: LANGUAGES.map((language) => ({
        key: `language:${language.key}`,
        label: language.name,
        onClick: () => {
          remember("locale", language.key);
          void changeLocale(language.key);
        },
      })),
    },
    {
      key: "theme",
      type: "group",
      label: (
        <>
          <BulbOutlined aria-hidden="true" /> {t("shell.member.theme")}
        </>
      ),
      children: THEMES.map((choice) => ({
        key: `theme:${choice}`,
        label: t(`shell.theme.${choice}`),
        onClick: () => chooseTheme(choice),
      })),
    },
    { type: "divider" },
    {
      key: "password",
      icon: <KeyOutlined aria-hidden="true" />,
      label: t("shell.member.password"),
      onClick: () => setChanging(true),
    },
    {
      key: "out",
      icon: <LogoutOutlined aria-hidden="true" />,
      label: t("shell.member.signOut"),
      onClick: () => signOut.mutate(),
    },
  ];
  return (
    <>
      <Dropdown
        trigger={["click"]}
        placement={compact ? "bottomRight" : "topLeft"}
        menu={{
          items,
          selectable: true,
          multiple: true,
          selectedKeys: [`language:${i18n.language}`, `theme:${theme}`],
        }}
      >
        <button
          type="button"
          className="member"
          title={t("shell.member.menu", { name })}
          {...(compact ? { "aria-label": t("shell.member.menu", { name }) } : {})}
        >
          <span className="member-mark" aria-hidden="true" data-initial={name.slice(0, 1).toUpperCase()} />
          {!compact && <span className="member-name">{name}</span>}
        </button>
      </Dropdown>
      <Suspense fallback={null}>{changing && <ChangePassword onClose={() => setChanging(false)} />}</Suspense>
    </>
  );
}
