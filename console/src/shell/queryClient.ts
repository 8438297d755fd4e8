import { QueryClient } from "@tanstack/react-query";

export function makeQueryClient(isFinal: (error: unknown) => boolean): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        refetchOnWindowFocus: false,
        // Asking again does not help when the question itself was refused.
        retry: (failures, error) => failures < 1 && !isFinal(error),
      },
    },
  });
}
