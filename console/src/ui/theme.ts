/** The look of the console as Ant Design tokens: one brand colour, neutral surfaces, a 4 px grid. */
import { type ThemeConfig, theme } from "antd";

const FONT =
  '"Inter", "SF Pro Text", -apple-system, BlinkMacSystemFont, "Segoe UI", "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif';

export const BRAND = { light: "#0f766e", dark: "#3cc4b4" } as const;

const INK_ON_BRAND_DARK = "#05211e";

export function consoleTheme(dark: boolean, still: boolean): ThemeConfig {
  return {
    algorithm: dark ? theme.darkAlgorithm : theme.defaultAlgorithm,
    cssVar: { key: "yunying" },
    token: {
      colorPrimary: dark ? BRAND.dark : BRAND.light,
      colorInfo: dark ? BRAND.dark : BRAND.light,
      colorLink: dark ? BRAND.dark : BRAND.light,
      // The algorithm makes muddy tints of a dark brand colour; these are chosen.
      colorPrimaryBg: dark ? "#12302d" : "#e2f2f0",
      colorPrimaryBgHover: dark ? "#17403b" : "#cfe9e5",
      colorInfoBg: dark ? "#12302d" : "#e9f5f3",
      colorInfoBorder: dark ? "#1f544e" : "#b5dbd5",
      colorWarningBg: dark ? "#30240f" : "#fdf4e3",
      colorWarningBorder: dark ? "#5c4519" : "#f0d6a4",
      colorErrorBg: dark ? "#351a1c" : "#fdeeee",
      colorErrorBorder: dark ? "#6b2d31" : "#f2c0c2",
      colorSuccessBg: dark ? "#122b1f" : "#e8f5ee",
      colorSuccessBorder: dark ? "#1f5238" : "#b4dcc5",
      controlItemBgActive: dark ? "#12302d" : "#e2f2f0",
      controlItemBgActiveHover: dark ? "#17403b" : "#cfe9e5",
      colorSuccess: dark ? "#4cc38a" : "#18794e",
      colorError: dark ? "#ff8080" : "#c62a2f",
      colorWarning: dark ? "#f0b45a" : "#a35a00",
      colorBgBase: dark ? "#131518" : "#ffffff",
      colorTextBase: dark ? "#eceef1" : "#15191e",
      colorBgLayout: dark ? "#0e1012" : "#f7f8f8",
      colorBgContainer: dark ? "#17191c" : "#ffffff",
      colorBgElevated: dark ? "#1e2125" : "#ffffff",
      colorBorder: dark ? "#363b42" : "#d5d9de",
      colorBorderSecondary: dark ? "#272b30" : "#e8eaed",
      colorTextSecondary: dark ? "#aeb5bd" : "#4b535c",
      colorTextTertiary: dark ? "#98a0a9" : "#5f6873",
      colorTextQuaternary: dark ? "#88919b" : "#6a737d",
      colorTextPlaceholder: dark ? "#98a0a9" : "#656e78",
      colorTextDescription: dark ? "#a3abb4" : "#58616b",
      colorTextDisabled: dark ? "#8d96a0" : "#69727c",
      fontFamily: FONT,
      fontSize: 14,
      fontSizeSM: 12,
      borderRadius: 8,
      borderRadiusSM: 6,
      borderRadiusLG: 12,
      controlHeight: 36,
      controlHeightSM: 28,
      motion: !still,
    },
    components: {
      Button: {
        primaryColor: dark ? INK_ON_BRAND_DARK : "#ffffff",
        primaryShadow: "none",
        defaultShadow: "none",
        fontWeight: 500,
      },
      Table: {
        headerBg: "transparent",
        headerSplitColor: "transparent",
        headerColor: dark ? "#a3abb4" : "#58616b",
        cellPaddingBlockSM: 8,
        cellPaddingInlineSM: 12,
        borderColor: dark ? "#272b30" : "#eceef0",
      },
      Segmented: { itemSelectedColor: dark ? "#eceef1" : "#15191e", trackBg: dark ? "#0e1012" : "#eef0f1" },
      Drawer: { paddingLG: 20 },
      Tooltip: { colorTextLightSolid: dark ? "#eceef1" : "#ffffff" },
      Select: { optionSelectedFontWeight: 500 },
    },
  };
}
