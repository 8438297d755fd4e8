/** A person's events by session. Pure. */
import type { PersonSession, TimelineEvent } from "@/contract";

export interface SessionOf {
  session: PersonSession;
  events: TimelineEvent[];
}

/** Events newest first become sessions newest first; pages of the timeline may tell of one session twice. */
export function bySession(events: readonly TimelineEvent[], sessions: readonly PersonSession[]): SessionOf[] {
  const known = new Map(sessions.map((one) => [one.number, one]));
  const found: SessionOf[] = [];
  for (const event of events) {
    const session = known.get(event.session);
    const last = found.at(-1);
    if (last && last.session.number === event.session) last.events.push(event);
    else if (session) found.push({ session, events: [event] });
  }
  return found;
}
