import type { Texts } from './texts.ts';

/** Fetched by frames that speak another language than English. Errors name the box, and agree with any name. */
export const translations: Readonly<Record<string, Texts>> = {
  ar: {
    labels: {
      cardNumber: 'رقم البطاقة',
      cardExpirationDate: 'تاريخ انتهاء الصلاحية',
      cardVerificationCode: 'رمز الأمان',
      bankRoutingNumber: 'رقم التوجيه المصرفي',
      bankAccountNumber: 'رقم الحساب',
      text: 'نص',
    },
    errors: {
      incomplete: (label) => `${label}: القيمة غير مكتملة.`,
      invalid: (label) => `${label}: القيمة غير صحيحة.`,
    },
    copy: ['نسخ', 'تم النسخ'],
  },
  de: {
    labels: {
      cardNumber: 'Kartennummer',
      cardExpirationDate: 'Ablaufdatum',
      cardVerificationCode: 'Prüfnummer',
      bankRoutingNumber: 'Routing-Nummer',
      bankAccountNumber: 'Kontonummer',
      text: 'Text',
    },
    errors: {
      incomplete: (label) => `${label} ist unvollständig.`,
      invalid: (label) => `${label} ist nicht gültig.`,
    },
    copy: ['Kopieren', 'Kopiert'],
  },
  es: {
    labels: {
      cardNumber: 'Número de tarjeta',
      cardExpirationDate: 'Fecha de caducidad',
      cardVerificationCode: 'Código de seguridad',
      bankRoutingNumber: 'Número de ruta bancaria',
      bankAccountNumber: 'Número de cuenta',
      text: 'Texto',
    },
    errors: {
      incomplete: (label) => `${label}: faltan datos.`,
      invalid: (label) => `${label}: el dato no es válido.`,
    },
    copy: ['Copiar', 'Copiado'],
  },
  fr: {
    labels: {
      cardNumber: 'Numéro de carte',
      cardExpirationDate: 'Date d’expiration',
      cardVerificationCode: 'Code de sécurité',
      bankRoutingNumber: 'Numéro de routage bancaire',
      bankAccountNumber: 'Numéro de compte',
      text: 'Texte',
    },
    errors: {
      incomplete: (label) => `${label} : saisie incomplète.`,
      invalid: (label) => `${label} : saisie non valide.`,
    },
    copy: ['Copier', 'Copié'],
  },
  ja: {
    labels: {
      cardNumber: 'カード番号',
      cardExpirationDate: '有効期限',
      cardVerificationCode: 'セキュリティコード',
      bankRoutingNumber: '銀行ルーティング番号',
      bankAccountNumber: '口座番号',
      text: 'テキスト',
    },
    errors: {
      incomplete: (label) => `${label}を最後まで入力してください。`,
      invalid: (label) => `${label}が正しくありません。`,
    },
    copy: ['コピー', 'コピーしました'],
  },
  pt: {
    labels: {
      cardNumber: 'Número do cartão',
      cardExpirationDate: 'Data de validade',
      cardVerificationCode: 'Código de segurança',
      bankRoutingNumber: 'Número de roteamento bancário',
      bankAccountNumber: 'Número da conta',
      text: 'Texto',
    },
    errors: {
      incomplete: (label) => `${label}: faltam dados.`,
      invalid: (label) => `${label}: o dado não é válido.`,
    },
    copy: ['Copiar', 'Copiado'],
  },
};
