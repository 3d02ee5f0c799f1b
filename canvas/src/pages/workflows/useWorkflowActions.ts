import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { api, unwrap } from '@/api/client';
import type { Workflow, WorkflowInput } from '@/api/types';
import { notify, notifyError } from '@/components/ui/toast';
import { copyName, fileName, parseDocument, serialize, toDocument } from './documents';

/** A draft need not be finished to be kept. */
const create = async (body: WorkflowInput): Promise<Workflow> =>
  unwrap(await api.POST('/workflows', { params: { header: { Prefer: 'handling=lenient' } }, body }));

const read = async (id: string) => unwrap(await api.GET('/workflows/{id}', { params: { path: { id } } }));

/** What can be done with workflows from their list. */
export function useWorkflowActions() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const renew = () => client.invalidateQueries({ queryKey: ['workflows'] });

  const make = useMutation({
    mutationFn: create,
    onSuccess: (workflow) => {
      void renew();
      void navigate(`/workflows/${workflow.id}`);
    },
    onError: (error) => notifyError('The workflow could not be made', error),
  });

  const duplicate = useMutation({
    mutationFn: async (id: string) => {
      const source = await read(id);
      return create({ ...toDocument(source), name: copyName(source.name) });
    },
    onSuccess: async (workflow) => {
      await renew();
      notify(`Made “${workflow.name}”`);
    },
    onError: (error) => notifyError('The workflow could not be duplicated', error),
  });

  const restore = useMutation({
    mutationFn: async (id: string) => unwrap(await api.POST('/workflows/{id}/restore', { params: { path: { id } } })),
    onSuccess: async (workflow) => {
      await renew();
      notify(`“${workflow.name}” is back`);
    },
    onError: (error) => notifyError('The workflow could not be restored', error),
  });

  const remove = useMutation({
    mutationFn: async ({ id }: Pick<Workflow, 'id' | 'name'>) =>
      unwrap(await api.DELETE('/workflows/{id}', { params: { path: { id } } })),
    onSuccess: async (_, { id, name }) => {
      await renew();
      notify(`Deleted “${name}”`, () => restore.mutate(id));
    },
    onError: (error) => notifyError('The workflow could not be deleted', error),
  });

  const importFiles = useMutation({
    mutationFn: async (files: File[]) => {
      const made: Workflow[] = [];
      for (const file of files) {
        try {
          made.push(await create(parseDocument(await file.text(), file.name)));
        } catch (error) {
          notifyError(`${file.name} was not imported`, error);
        }
      }
      return made;
    },
    onSuccess: async (made) => {
      await renew();
      const [first] = made;
      if (first === undefined) {
        return;
      }
      const faults = made.reduce((sum, workflow) => sum + (workflow.validation_errors?.length ?? 0), 0);
      const what = made.length === 1 ? `“${first.name}”` : `${made.length} workflows`;
      notify(`Imported ${what}${faults > 0 ? `, with ${faults} ${faults === 1 ? 'fault' : 'faults'} to mend` : ''}`);
    },
  });

  const exportOne = async (id: string) => {
    try {
      const workflow = await read(id);
      download(fileName(workflow.name), serialize(workflow));
    } catch (error) {
      notifyError('The workflow could not be exported', error);
    }
  };

  return { make, duplicate, remove, importFiles, exportOne };
}

function download(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
