r"""The notation of the later chapters can be read: one equation for each construct they need."""

import numpy as np
import pytest

from mathcheck import Model, parse


def anything(_):
    """Stand in for a function that is only read, never called."""


NAMES = Model(
    dict.fromkeys(["n_in", "n_out", "n_par", "beta_1", "beta_2", "Duf", "T"], 1.0),
    definitions={"f": anything, "C": anything},
    arguments={"f": ["x", "z"], "C": ["theta"]},
    functions={"phi": {1: np.tanh}, "f_j": anything, "xor": anything, "children": anything},
    gradient="theta",
    spelling={r"D_{\mathbf u}f": r"\mathrm{Duf}"},
)


@pytest.mark.parametrize(
    "latex",
    [
        r"\sigma'(z)=\sigma(z)\,(1-\sigma(z))\le\frac14",
        r"\tanh'(z)=1-\tanh^2(z)",
        r"(\mathbf xW_1+\mathbf b_1)W_2+\mathbf b_2=\mathbf x(W_1W_2)+(\mathbf b_1W_2+\mathbf b_2)",
        r"\mathrm{xor}(x_1,x_2)=\mathrm{relu}(x_1+x_2)-2\,\mathrm{relu}(x_1+x_2-1)",
        r"\mathrm{softmax}(\mathbf z)_k=e^{z_k}/\sum_me^{z_m}",
        r"L=-\sum_ky_k\ln p_k=-z_t+\ln\sum_me^{z_m}",
        r"-\ln q=\frac{(y-\hat y)^2}{2s^2}+\ln\left(s\sqrt{2\pi}\right)",
        r"\frac{df}{dx}=\sum_k\frac{\partial f}{\partial u_k}\frac{du_k}{dx}",
        r"\frac{\partial f}{\partial x}=\lim_{h\to0}\frac{f(x+h,z)-f(x,z)}{h}",
        r"D_{\mathbf u}f=\nabla f\cdot\mathbf u",
        r"\left(\frac{\partial C}{\partial W}\right)_{jk}=\frac{\partial C}{\partial W_{jk}}",
        r"\nabla_{\mathbf w}C=X^\top\boldsymbol\delta",
        r"n_{\mathrm{par}}=\sum_l(n_{l-1}+1)n_l",
        r"\partial p_k/\partial z_m=p_k([k=m]-p_m)",
        r"\delta^{[l]}=(\delta^{[l+1]}W^{[l+1]\top})\odot\phi_l'(Z^{[l]})",
        r"h^*=\left(\frac{3\epsilon|y|}{|x|}\right)^{1/3}",
        r"\bar v_i=\sum_{j\in\mathrm{children}(i)}\bar v_j\,\partial v_j/\partial v_i",
        r"\mathrm{Var}(z)=n\,\mathrm{Var}(w)E[a^2]",
        r"v=\frac{2}{n_{in}+n_{out}}",
        r"\|\delta^{[1]}\|\le\|\delta^{[L]}\|\,4^{1-L}\prod_{l=2}^{L}\|W^{[l]}\|",
        r"\hat m=m/(1-\beta_1^t),\hat v=v/(1-\beta_2^t)",
        r"v\leftarrow\beta v-\alpha g;\ \theta\leftarrow\theta+v",
        r"\theta\leftarrow(1-\alpha\lambda)\theta-\alpha\frac{\hat m}{\sqrt{\hat v}+\epsilon}",
        r"\alpha_t=\frac{\alpha_0}{2}\left(1+\cos\frac{\pi t}{T}\right)",
        r"\max_x|x-z|\le\frac{h^2}{8}\max_x|y|",
        r"J=C+\tfrac\lambda2\|W\|^2",
        r"\tilde{\mathbf a}=\mathbf a\odot\mathbf m/q",
        r"E[(y-\hat f)^2]=(E[\hat f]-z)^2+\mathrm{Var}(\hat f)+s^2",
        r"a=\frac1N\sum_i[\hat y_i=y_i]",
        r"s=\sqrt{\frac{a(1-a)}{n}}",
    ],
)
def test_equation_is_read(latex):
    for statement in parse(latex, NAMES):
        assert len(statement.sides) >= 2
