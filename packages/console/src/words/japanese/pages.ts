import type { englishPages } from '../english-pages.ts';
import type { Translated } from '../gate-words.ts';

/** What is said about the pages that may embed fields, in Japanese. */
export const japanesePages: Translated<typeof englishPages> = {
  pages: {
    title: '入力欄を埋め込めるページ',
    listed: '一覧のページ',
    page: 'ページ',
    addedAt: '追加日時',
    newPage: 'ページ (スキーム、ホスト、ポート)',
    add: '追加',
    added: 'ページを追加しました。',
    none: 'まだありません。このテナントのどのページでも入力欄は動きません。',
    help: '変更は 2 秒以内に反映されます。直前に拒否されたブラウザーでは 5 分かかることがあります。',
    whoAdds:
      'ページを追加できるのは全テナントの管理者です。追加されたページはどれもこの保管庫のフレームを表示できるためです。',
    overruled: '無効: 保管庫の設定がこのページを別のテナントに割り当てています。',
    removeTitle: 'ページを削除',
    removeText:
      'このページの入力欄は、開いているページも含めて動かなくなります。続けるにはアドレスを入力してください。',
    removed: 'ページを削除しました。',
    setting: '保管庫の設定にあるページ',
    settingText: '保管庫の運用担当者が設定し、SIGHUP で読み直されます:',
  },
};
