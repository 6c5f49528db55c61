import type { Texts } from './texts.ts';

/** Texts in other languages than English. The sentences of errors are grammatical with every label. */
export const translations: Readonly<Record<string, Texts>> = {
  ar: {
    labels: {
      card: 'البطاقة',
      cardNumber: 'رقم البطاقة',
      cardExpirationDate: 'تاريخ انتهاء الصلاحية',
      cardVerificationCode: 'رمز الأمان',
      bank: 'الحساب المصرفي',
      bankRoutingNumber: 'رقم التوجيه المصرفي',
      bankAccountNumber: 'رقم الحساب',
      text: 'نص',
    },
    errors: {
      empty: (label) => `${label}: الحقل فارغ.`,
      incomplete: (label) => `${label}: القيمة غير مكتملة.`,
      invalid: (label) => `${label}: القيمة غير صحيحة.`,
    },
    copy: ['نسخ', 'تم النسخ'],
  },
  de: {
    labels: {
      card: 'Karte',
      cardNumber: 'Kartennummer',
      cardExpirationDate: 'Ablaufdatum',
      cardVerificationCode: 'Prüfnummer',
      bank: 'Bankkonto',
      bankRoutingNumber: 'Routing-Nummer',
      bankAccountNumber: 'Kontonummer',
      text: 'Text',
    },
    errors: {
      empty: (label) => `${label} fehlt.`,
      incomplete: (label) => `${label} ist unvollständig.`,
      invalid: (label) => `${label} ist nicht gültig.`,
    },
    copy: ['Kopieren', 'Kopiert'],
  },
  es: {
    labels: {
      card: 'Tarjeta',
      cardNumber: 'Número de tarjeta',
      cardExpirationDate: 'Fecha de caducidad',
      cardVerificationCode: 'Código de seguridad',
      bank: 'Cuenta bancaria',
      bankRoutingNumber: 'Número de ruta bancaria',
      bankAccountNumber: 'Número de cuenta',
      text: 'Texto',
    },
    errors: {
      empty: (label) => `${label}: el campo está vacío.`,
      incomplete: (label) => `${label}: faltan datos.`,
      invalid: (label) => `${label}: el dato no es válido.`,
    },
    copy: ['Copiar', 'Copiado'],
  },
  fr: {
    labels: {
      card: 'Carte',
      cardNumber: 'Numéro de carte',
      cardExpirationDate: 'Date d’expiration',
      cardVerificationCode: 'Code de sécurité',
      bank: 'Compte bancaire',
      bankRoutingNumber: 'Numéro de routage bancaire',
      bankAccountNumber: 'Numéro de compte',
      text: 'Texte',
    },
    errors: {
      empty: (label) => `${label} : le champ est vide.`,
      incomplete: (label) => `${label} : saisie incomplète.`,
      invalid: (label) => `${label} : saisie non valide.`,
    },
    copy: ['Copier', 'Copié'],
  },
  ja: {
    labels: {
      card: 'カード',
      cardNumber: 'カード番号',
      cardExpirationDate: '有効期限',
      cardVerificationCode: 'セキュリティコード',
      bank: '銀行口座',
      bankRoutingNumber: '銀行ルーティング番号',
      bankAccountNumber: '口座番号',
      text: 'テキスト',
    },
    errors: {
      empty: (label) => `${label}が入力されていません。`,
      incomplete: (label) => `${label}を最後まで入力してください。`,
      invalid: (label) => `${label}が正しくありません。`,
    },
    copy: ['コピー', 'コピーしました'],
  },
  pt: {
    labels: {
      card: 'Cartão',
      cardNumber: 'Número do cartão',
      cardExpirationDate: 'Data de validade',
      cardVerificationCode: 'Código de segurança',
      bank: 'Conta bancária',
      bankRoutingNumber: 'Número de roteamento bancário',
      bankAccountNumber: 'Número da conta',
      text: 'Texto',
    },
    errors: {
      empty: (label) => `${label}: o campo está vazio.`,
      incomplete: (label) => `${label}: faltam dados.`,
      invalid: (label) => `${label}: o dado não é válido.`,
    },
    copy: ['Copiar', 'Copiado'],
  },
};
