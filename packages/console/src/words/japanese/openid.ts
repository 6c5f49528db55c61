import type { englishOpenId } from '../english-openid.ts';
import type { Translated } from '../words.ts';

/** What is said about signing in with an OpenID provider, in Japanese. */
export const japaneseOpenId: Translated<typeof englishOpenId> = {
  openId: {
    signIn: (name) => `${name} でサインイン`,
    enrolText: (name) => `または、今後も含めて ${name} のアカウントでサインインします。`,
    enrol: (name) => `${name} のアカウントを使う`,
    failures: {
      denied: 'サインインサービスで認証されなかったか、途中で終了しました。もう一度お試しください。',
      expired: '5 分以上かかったか、別のブラウザーで開始されました。もう一度お試しください。',
      factors:
        'サインインサービスの確認方法が、このコンソールの要件を満たしていません。第 2 要素を使ってサインインしてください。',
      link: '招待リンクは使用済みか、期限切れです。招待した人に新しいリンクを依頼してください。',
      refused:
        'サインインサービスの応答は受け入れられませんでした。もう一度お試しください。理由は保管庫のログにあります。',
      stale: 'サインインサービスが再確認を行いませんでした。そちらでサインアウトしてから、もう一度お試しください。',
      taken: 'このアカウントは、すでに別のオペレーターに紐付けられています。',
      unknown: 'このアカウントはどのオペレーターにも紐付けられていません。保管庫の管理者に招待を依頼してください。',
      unreachable: 'サインインサービスに接続できません。パスキーでサインインするか、後でもう一度お試しください。',
    },
    accounts: 'アカウント一覧',
    accountsText: (name) => `サインインに使う ${name} のアカウントです。`,
    account: 'アカウント',
    issuer: 'プロバイダー',
    linked: '紐付け日時',
    removeTitle: 'アカウントを削除',
    removeText:
      'このアカウントではサインインできなくなり、これで始めたセッションは終了します。続けるには、名前を入力してください。',
    removeOtherText:
      'この人はこのアカウントでサインインできなくなり、これで始めたセッションは終了します。続けるには、名前を入力してください。',
    freshText: (name) =>
      `最初のパスキーを追加する前に、${name} でもう一度本人確認が必要です。終わるとこのページに戻ります。`,
    fresh: (name) => `もう一度 ${name} でサインイン`,
  },
};
