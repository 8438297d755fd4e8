import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Alert, Button, Drawer, Form, Input, Radio, Select, Switch } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { catalogueQuery, pushPreviewQuery, targetsQuery, usePushes } from "@/base/api";
import { useProject, useProjectFormat } from "@/base/project";
import { paths } from "@/base/url";
import type { NewPush, Push, PushPreview, Segment, Target } from "@/contract";
import { EmptyState, PropertyChips, QueryView, useErrorText, useMay, usePropertyName } from "@/ui";

interface Props {
  segment: Segment;
  /** What is changed; without, another target is chosen. */
  push?: Push;
  onClose: () => void;
}

const MODES = ["once", "in_step"] as const;

/** What is sent of a segment, to where, and how often; with the first people as they will be sent. */
export function PushDrawer({ segment, push, onClose }: Props) {
  const { t } = useTranslation();
  const project = useProject();
  const targets = useQuery(targetsQuery(project.id));
  return (
    <Drawer open onClose={onClose} size={640} title={t("push.of", { name: segment.name })}>
      <QueryView query={targets}>
        {(found) =>
          found.length === 0 ? (
            <EmptyState
              title={t("push.noTarget.title")}
              text={t("push.noTarget.text")}
              action={
                <Link to={paths.targets(project.id, true)}>
                  <Button type="primary" tabIndex={-1}>
                    {t("push.targets.add")}
                  </Button>
                </Link>
              }
            />
          ) : (
            <PushForm segment={segment} targets={found} onClose={onClose} {...(push ? { push } : {})} />
          )
        }
      </QueryView>
    </Drawer>
  );
}

function PushForm({ segment, push, targets, onClose }: Props & { targets: Target[] }) {
  const { t } = useTranslation();
  const project = useProject();
  const format = useProjectFormat();
  const errorText = useErrorText();
  const named = usePropertyName();
  const mayUnmask = useMay()("unmask");
  const [form] = Form.useForm<NewPush>();
  const properties = Form.useWatch("properties", form) ?? push?.properties ?? [];
  const unmasked = Form.useWatch("unmasked", form) ?? push?.unmasked ?? false;
  const catalogue = useQuery(catalogueQuery(project.id));
  const preview = useQuery({
    ...pushPreviewQuery(project.id, segment.id, properties),
    placeholderData: keepPreviousData,
  });
  const { setUp } = usePushes(project.id);
  const options = [
    ...new Set(
      (catalogue.data?.properties ?? []).filter((one) => one.scope === "person").map((one) => one.name),
    ),
  ].map((name) => ({ value: name, label: named(name) }));
  const sensitive = preview.data?.sensitive ?? [];
  const people = preview.data?.people ?? segment.size;
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={{
        target: push?.target.id ?? targets[0]?.id,
        mode: push?.mode ?? "once",
        properties: push?.properties ?? [],
        unmasked: push?.unmasked ?? false,
        reason: push?.reason ?? "",
      }}
      onFinish={(fields) =>
        setUp.mutate(
          {
            segment: segment.id,
            target: fields.target,
            mode: fields.mode ?? "once",
            properties: fields.properties ?? [],
            unmasked: fields.unmasked ?? false,
            reason: fields.unmasked ? (fields.reason ?? "") : null,
          },
          { onSuccess: onClose },
        )
      }
    >
      {setUp.error && <Alert type="error" showIcon title={errorText(setUp.error)} />}
      <Form.Item name="target" label={t("push.target")}>
        <Select
          disabled={push !== undefined}
          options={targets.map((one) => ({
            value: one.id,
            label: `${one.name} · ${t(`push.kind.${one.kind}`)}`,
          }))}
        />
      </Form.Item>
      <Form.Item name="mode" label={t("push.how")}>
        <Radio.Group className="push-modes" aria-label={t("push.how")}>
          {MODES.map((mode) => (
            <Radio key={mode} value={mode}>
              <b>{t(`push.mode.${mode}`)}</b>
              <small>{t(`push.modeText.${mode}`)}</small>
            </Radio>
          ))}
        </Radio.Group>
      </Form.Item>
      <Form.Item name="properties" label={t("push.properties")} extra={t("push.propertiesText")}>
        <Select
          mode="multiple"
          loading={catalogue.isPending}
          showSearch={{ optionFilterProp: "label" }}
          options={options}
          maxCount={50}
        />
      </Form.Item>
      {sensitive.length > 0 && !unmasked && (
        <Alert
          type="info"
          showIcon
          title={t("push.masked", { names: sensitive.map((name) => named(name)).join(t("push.and")) })}
        />
      )}
      {sensitive.length > 0 && mayUnmask && (
        <Form.Item
          name="unmasked"
          label={t("push.unmask")}
          extra={t("push.unmaskText")}
          valuePropName="checked"
        >
          <Switch />
        </Form.Item>
      )}
      {unmasked && (
        <Form.Item
          name="reason"
          label={t("push.reason")}
          rules={[{ required: true, whitespace: true, min: 2, message: t("push.reasonNeeded") }]}
        >
          <Input maxLength={500} />
        </Form.Item>
      )}
      <Sample query={preview} />
      <Button type="primary" htmlType="submit" loading={setUp.isPending} disabled={preview.isError}>
        {t("push.send", { count: people, shown: format.exact(people) })}
      </Button>
    </Form>
  );
}

/** The first people as they will be sent: an id, and what was chosen. */
function Sample({ query }: { query: Parameters<typeof QueryView<PushPreview>>[0]["query"] }) {
  const { t } = useTranslation();
  return (
    <section className="push-sample" aria-label={t("push.sample")}>
      <h3>{t("push.sample")}</h3>
      <QueryView query={query}>
        {(found) =>
          found.sample.length === 0 ? (
            <p>{t("push.nobody")}</p>
          ) : (
            <ul>
              {found.sample.map((person) => (
                <li key={person.person_id}>
                  <b>{person.distinct_id}</b>
                  {Object.keys(person.properties).length > 0 && (
                    <PropertyChips properties={person.properties} />
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </QueryView>
    </section>
  );
}
