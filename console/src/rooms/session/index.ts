export { NewPasswordPage } from "./NewPasswordPage";
export { SignInPage } from "./SignInPage";
