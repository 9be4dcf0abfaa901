import { createElement, useMemo, useState, type ReactNode } from "react";
import { ControllerContext, useController } from "sluice/react";
import { mockController, type MockFixture } from "sluice/testing";

export interface MockResolverProps {
  readonly fixtures: readonly MockFixture[];
  readonly children?: ReactNode;
}

/** Has fixtures answer what the components below ask for; see {@link mockController}. */
export function MockResolver({ fixtures, children }: MockResolverProps): ReactNode {
  const controller = useController();
  // The controller stays the same when a list is made anew by each render.
  const [present] = useState({ fixtures });
  present.fixtures = fixtures;
  const value = useMemo(() => mockController(controller, () => present.fixtures), [controller, present]);
  return createElement(ControllerContext.Provider, { value }, children);
}
