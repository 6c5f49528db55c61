/** The words of a text that spaces separate, as a type: lists of names are shorter in scripts as one text. */
export type Words<Text extends string> = Text extends `${infer First} ${infer Rest}` ? First | Words<Rest> : Text;
