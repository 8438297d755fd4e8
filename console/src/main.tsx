import { createRoot } from "react-dom/client";
import { startI18n } from "@/base/i18n";
import { Console } from "@/shell/Console";
import "@/ui/styles/index.css";

const root = document.getElementById("root");
if (root) {
  startI18n().then(() => createRoot(root).render(<Console />));
}
