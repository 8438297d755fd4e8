export { AuditPage } from "./audit/AuditPage";
export { ChannelsPage } from "./channels/ChannelsPage";
export { MembersPage } from "./members/MembersPage";
export { PrivacyPage } from "./privacy/PrivacyPage";
export { TargetsPage } from "./targets/TargetsPage";
