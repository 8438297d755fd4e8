/** Values as they will look. */
export function MaskPicture() {
  return (
    <div className="mask-picture">
      <span>138****5678</span>
      <span>z***@example.com</span>
      <span>王*</span>
    </div>
  );
}
