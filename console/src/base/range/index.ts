export * from "./range";
