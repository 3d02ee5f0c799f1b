import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import { createFlowStore, type FlowDecorations, type FlowStore } from '@/store/flow';

const FlowContext = createContext<FlowStore>(createFlowStore());

export const FlowProvider = FlowContext.Provider;

/** Reads what is drawn on top of the graph around the component. */
export function useFlow<T>(select: (decorations: FlowDecorations) => T): T {
  return useStore(useContext(FlowContext), select);
}
