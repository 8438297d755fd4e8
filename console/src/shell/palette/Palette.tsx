import {
  AppstoreOutlined,
  FolderOutlined,
  FundOutlined,
  RightOutlined,
  ThunderboltOutlined,
  UserOutlined,
} from "@ant-design/icons";
import { Input, Modal } from "antd";
import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { Project } from "@/contract";
import type { Target } from "./find";
import { useTargets } from "./useTargets";

const ICON = {
  page: <RightOutlined aria-hidden="true" />,
  project: <FolderOutlined aria-hidden="true" />,
  person: <UserOutlined aria-hidden="true" />,
  metric: <FundOutlined aria-hidden="true" />,
  event: <ThunderboltOutlined aria-hidden="true" />,
  action: <AppstoreOutlined aria-hidden="true" />,
};

interface Props {
  project: Project | undefined;
  projects: Project[];
  onClose: () => void;
}

/** Ctrl/⌘ K: finds pages, projects, metrics, people and events in both languages and pinyin. */
export function Palette({ project, projects, onClose }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const targets = useTargets(project, projects, typed);
  const current = Math.min(at, Math.max(0, targets.length - 1));

  const go = (target: Target | undefined) => {
    if (!target) return;
    onClose();
    navigate(target.to);
  };
  const onKey = (event: KeyboardEvent) => {
    // Enter while an input method is composing chooses its candidate, not ours.
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      setAt((current + step + targets.length) % Math.max(1, targets.length));
    } else if (event.key === "Enter") {
      event.preventDefault();
      go(targets[current]);
    }
  };

  return (
    <Modal
      open
      onCancel={onClose}
      footer={null}
      closable={false}
      width={560}
      className="palette"
      style={{ top: 88 }}
    >
      <Input
        autoFocus
        size="large"
        variant="borderless"
        placeholder={t("shell.palette.placeholder")}
        aria-label={t("shell.palette.placeholder")}
        role="combobox"
        aria-expanded
        aria-controls="palette-list"
        aria-activedescendant={targets[current] ? `palette-${current}` : undefined}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKey}
      />
      <div className="palette-list" id="palette-list" role="listbox" aria-label={t("shell.palette.results")}>
        {targets.map((target, index) => (
          <div
            key={target.key}
            id={`palette-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === current}
            className={index === current ? "on" : ""}
            onMouseMove={() => setAt(index)}
            onClick={() => go(target)}
            onKeyDown={onKey}
          >
            <span aria-hidden="true">{ICON[target.kind]}</span>
            <span className="palette-label">{target.label}</span>
            <small>{t(`shell.palette.kind.${target.kind}`)}</small>
          </div>
        ))}
        {targets.length === 0 && <p className="palette-none">{t("shell.palette.none")}</p>}
      </div>
    </Modal>
  );
}
