/** What is said about the pages that may embed fields, in English. */
export const englishPages = {
  pages: {
    title: 'Pages that may embed its fields',
    listed: 'Pages in the list',
    page: 'Page',
    addedAt: 'Added',
    newPage: 'A page, by scheme, host and port',
    add: 'Add',
    added: 'The page was added.',
    none: 'None yet: fields work on no page of this tenant.',
    help: 'It takes up to two seconds until a change has effect. A browser that was refused a moment ago may need five minutes.',
    whoAdds: 'Pages are added by administrators of all tenants, because each of them may show frames of this vault.',
    overruled: 'Without effect: the setting of the vault gives this page to another tenant.',
    removeTitle: 'Remove the page',
    removeText: 'Fields on this page stop working, also where it is open. To go on, type its address.',
    removed: 'The page was removed.',
    setting: 'Pages that the setting of the vault names',
    settingText: 'Whoever runs the vault sets these, and they are read again on SIGHUP:',
  },
};
