import type { ReactNode } from "react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";

interface Props {
  title: string;
  /** One short line under the title: what the page answers, or how fresh it is. */
  subtitle?: ReactNode;
  /** Top right; one primary button at most. */
  actions?: ReactNode;
  /** Filters, in one line that reads as a sentence. */
  filters?: ReactNode;
  /** A link back to the list this page belongs to. */
  back?: ReactNode;
  children: ReactNode;
}

/** The frame of every page: title, actions, filters, content. */
export function Page({ title, subtitle, actions, filters, back, children }: Props) {
  const { t } = useTranslation();
  useEffect(() => {
    document.title = `${title} · ${t("common.product")}`;
  }, [title, t]);
  return (
    <div className="page">
      <header className="page-head">
        <div className="page-head-text">
          {back && <div className="page-back">{back}</div>}
          <h1>{title}</h1>
          {subtitle && <div className="page-subtitle">{subtitle}</div>}
        </div>
        {actions && <div className="page-actions">{actions}</div>}
      </header>
      {filters && <div className="page-filters">{filters}</div>}
      {children}
    </div>
  );
}

interface CardProps {
  title?: ReactNode;
  extra?: ReactNode;
  flush?: boolean;
  className?: string;
  /** The id of the heading that names it, where it is one of several alike. */
  labelledBy?: string | undefined;
  children: ReactNode;
}

/** A surface that holds one thing. `flush` leaves the padding to the content (tables). */
export function Card({ title, extra, flush, className, labelledBy, children }: CardProps) {
  return (
    <section className={`card ${flush ? "card-flush" : ""} ${className ?? ""}`} aria-labelledby={labelledBy}>
      {(title || extra) && (
        <header className="card-head">
          <h2>{title}</h2>
          {extra && <div className="card-extra">{extra}</div>}
        </header>
      )}
      {children}
    </section>
  );
}
