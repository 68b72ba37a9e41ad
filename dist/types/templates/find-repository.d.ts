/**
 * Finds the repository file that has a name, among the `*.json` files in a directory and those below it. Files that are no
 * repositories are passed over; of two with the name, the first by path counts.
 *
 * @throws {UserError} `TEMPLATE_REPO_UNKNOWN`, listing the names there are.
 */
export declare function findRepository(name: string, directory: string): string;
