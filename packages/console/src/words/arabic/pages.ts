import type { englishPages } from '../english-pages.ts';
import type { Translated } from '../gate-words.ts';

/** What is said about the pages that may embed fields, in Arabic. */
export const arabicPages: Translated<typeof englishPages> = {
  pages: {
    title: 'الصفحات التي يمكنها تضمين حقوله',
    listed: 'الصفحات في القائمة',
    page: 'الصفحة',
    addedAt: 'أُضيفت',
    newPage: 'صفحة: المخطط والمضيف والمنفذ',
    add: 'إضافة',
    added: 'أُضيفت الصفحة.',
    none: 'لا توجد بعد: لا تعمل الحقول في أي صفحة لهذا المستأجر.',
    help: 'يسري التغيير خلال ثانيتين على الأكثر. وقد يحتاج متصفح رُفض قبل لحظة إلى خمس دقائق.',
    whoAdds: 'يضيف الصفحات مديرو جميع المستأجرين، لأن كل صفحة منها يمكنها عرض إطارات هذه الخزنة.',
    overruled: 'بلا أثر: إعداد الخزنة يعطي هذه الصفحة لمستأجر آخر.',
    removeTitle: 'إزالة الصفحة',
    removeText: 'تتوقف الحقول في هذه الصفحة عن العمل، حتى حيث هي مفتوحة. للمتابعة اكتب عنوانها.',
    removed: 'أُزيلت الصفحة.',
    setting: 'الصفحات التي يسمّيها إعداد الخزنة',
    settingText: 'يحددها من يشغّل الخزنة، وتُقرأ من جديد عند SIGHUP:',
  },
};
